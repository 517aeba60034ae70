import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { jsonLinesOf } from '../../src/commands/json-lines.ts';
import { runCommand, troubleText } from '../../src/commands/program.ts';

const program = new URL('../../src/shenbao.mjs', import.meta.url).pathname;

/** A command under way. */
interface Running {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Its exit code, when everything it wrote has been read. */
  readonly ended: Promise<number | null>;
  kill(): void;
}

type Env = Readonly<Record<string, string>>;

const apart = (args: readonly string[], env: Env): Running => {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'warn', ...env },
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    kill: () => child.kill('SIGKILL'),
  };
};

/** In this process, which has loaded everything already: a tenth of the time. */
const here = (args: readonly string[], given: Env): Running => {
  const env = { PATH: process.env.PATH ?? '', LOG_LEVEL: 'warn', ...given };
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const ended = runCommand(args, { env, stdin, stdout, stderr })
    .catch((error: unknown) => {
      stderr.write(`${troubleText(error, env)}\n`);
      return 1;
    })
    .finally(() => {
      stdout.end();
      stderr.end();
    });
  return {
    stdin,
    stdout,
    stderr,
    ended,
    kill: () => {
      throw new Error('what runs here cannot be killed');
    },
  };
};

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const finished = async ({ stdin, stdout, stderr, ended }: Running, input: string): Promise<Finished> => {
  stdin.end(input);
  const [out, err, code] = await Promise.all([text(stdout), text(stderr), ended]);
  return { code, out, err };
};

/** Run a command to its end with this on its standard input; everything but the process is real. */
export const runCli = (args: readonly string[], input: string, env: Env = {}): Promise<Finished> =>
  finished(here(args, env), input);

/** The same in a process of its own, as outside programs start it. */
export const runProcess = (args: readonly string[], input: string, env: Env = {}): Promise<Finished> =>
  finished(apart(args, env), input);

export const jsonLines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));

/** One message as `chat --json` prints it. */
export interface Printed {
  readonly to: string;
  readonly text: string;
  readonly buttons: readonly { readonly id: string; readonly label: string }[];
  readonly files: readonly { readonly name: string; readonly path: string }[];
  readonly citations: readonly { readonly clause: string; readonly quote: string }[];
  readonly prompt: string | null;
  readonly error?: { readonly code: string; readonly message: string };
}

/** `chat --json`, line by line. */
class ChatDoor {
  readonly #running: Running;
  readonly #lines: AsyncIterator<string>;
  err = '';

  constructor(running: Running) {
    this.#running = running;
    running.stdin.on('error', () => {});
    running.stderr.setEncoding('utf8').on('data', (piece: string) => {
      this.err += piece;
    });
    this.#lines = jsonLinesOf(running.stdout);
  }

  /** Write one line; gives what it caused, up to the `{"done":true}` behind it. */
  async take(line: unknown): Promise<Printed[]> {
    this.#running.stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
    const printed: Printed[] = [];
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`the process ended: ${this.err}`);
      const parsed = JSON.parse(value) as Printed & { done?: true };
      if (parsed.done) return printed;
      printed.push(parsed);
    }
  }

  /** Write without waiting for anything. */
  write(line: unknown): void {
    this.#running.stdin.write(`${JSON.stringify(line)}\n`);
  }

  /** End of input; gives the exit code. */
  end(): Promise<number | null> {
    this.#running.stdin.end();
    return this.#running.ended;
  }

  /** As a power cut would end it. */
  async kill(): Promise<void> {
    this.#running.kill();
    await this.#running.ended;
  }
}

const chatArgs = (args: readonly string[]): readonly string[] => ['chat', '--json', ...args];

/** In a process of its own, which can be killed. */
export class ChatProcess extends ChatDoor {
  constructor(dataDir: string, args: readonly string[] = [], env: Env = {}) {
    super(apart(chatArgs(args), { SHENBAO_DATA: dataDir, ...env }));
  }
}

/** In this process. */
export class ChatHere extends ChatDoor {
  constructor(dataDir: string, args: readonly string[] = [], env: Env = {}) {
    super(here(chatArgs(args), { SHENBAO_DATA: dataDir, ...env }));
  }
}
