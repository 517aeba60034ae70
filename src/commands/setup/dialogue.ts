import { createInterface, type Interface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';

export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
}

/**
 * Questions and answers with an operator, at a terminal of any kind or from a file. What is typed as a secret is not
 * shown. Every question gives null once there are no more answers: the input ended, or Ctrl+C, or the word for leaving.
 */
export class Dialogue {
  readonly #streams: Streams;
  readonly #lines: Interface;
  readonly #given: string[] = [];
  #waiting: ((line: string | null) => void) | null = null;
  #closed = false;
  #muted = false;

  constructor(streams: Streams) {
    this.#streams = streams;
    const terminal = streams.stdin.isTTY === true;
    const echo = new Writable({
      write: (piece, _encoding, done) => {
        if (!this.#muted) streams.stdout.write(piece);
        done();
      },
    });
    this.#lines = createInterface({ input: streams.stdin, output: echo, terminal, historySize: 0 });
    this.#lines.on('line', line => this.#take(line));
    this.#lines.on('SIGINT', () => this.#lines.close());
    this.#lines.on('close', () => {
      this.#closed = true;
      this.#take(null);
    });
  }

  #take(line: string | null): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) waiting(line);
    else if (line !== null) this.#given.push(line);
  }

  say(line: string): void {
    this.#streams.stdout.write(`${line}\n`);
  }

  /** What is answered, without white space around it. */
  async ask(question: string, secret = false): Promise<string | null> {
    const terminal = this.#streams.stdin.isTTY === true;
    this.#streams.stdout.write(`${question} `);
    this.#muted = secret;
    if (terminal && !this.#closed) this.#lines.resume();
    const line =
      this.#given.shift() ??
      (this.#closed ? null : await new Promise<string | null>(resolve => (this.#waiting = resolve)));
    this.#muted = false;
    if (secret || !terminal) this.#streams.stdout.write('\n');
    const answer = line?.trim() ?? null;
    return answer === null || /^(?:退出|quit|exit)$/i.test(answer) ? null : answer;
  }

  close(): void {
    this.#lines.close();
  }
}
