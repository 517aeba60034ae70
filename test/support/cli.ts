import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { jsonLinesOf } from '../../src/commands/json-lines.ts';

const program = new URL('../../src/shenbao.mjs', import.meta.url).pathname;

const launch = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'warn', ...env },
  });

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Run a command to its end with this on its standard input. */
export const runCli = async (
  args: readonly string[],
  input: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> => {
  const child = launch(args, env);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    out += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    err += piece;
  });
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
};

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

/** `chat --json` in a process of its own. */
export class ChatProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;
  err = '';

  constructor(dataDir: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    this.#child = launch(['chat', '--json', ...args], { SHENBAO_DATA: dataDir, ...env });
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      this.err += piece;
    });
    this.#lines = jsonLinesOf(this.#child.stdout);
  }

  /** Write one line; gives what it caused, up to the `{"done":true}` behind it. */
  async take(line: unknown): Promise<Printed[]> {
    this.#child.stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
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
    this.#child.stdin.write(`${JSON.stringify(line)}\n`);
  }

  /** End of input; gives the exit code. */
  async end(): Promise<number | null> {
    const closed = once(this.#child, 'close');
    this.#child.stdin.end();
    const [code] = (await closed) as [number | null];
    return code;
  }

  /** As a power cut would end it. */
  async kill(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }
}
