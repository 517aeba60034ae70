import { Worker } from 'node:worker_threads';
import { refuseContent } from '../documents/refusal.ts';
import type { sniff } from '../documents/sniff.ts';
import type { FileReading } from '../model/file.ts';
import type { Form } from '../model/pack/form.ts';
import type { DocumentJob } from './document-jobs.ts';

/** Longest time one file may be looked at, in milliseconds; a filled form takes a tenth of a second. */
const MOST_MS = 2000;
/** Heap of the thread, in megabytes; bytes of files and archives are outside it and have caps of their own. */
const MOST_MB = 256;
/** A thread nobody needs is given up after this long, in milliseconds. */
const IDLE_MS = 60_000;

interface Waiting {
  readonly job: DocumentJob;
  /** `null`: it took too long or too much memory. */
  readonly done: (value: unknown) => void;
  readonly failed: (error: Error) => void;
}

type Message = { id: number } & ({ started: true } | { value: unknown } | { bug: string });

/**
 * Looks at files people sent in a thread of its own, one after the other, so that no file holds up a conversation. A file
 * that takes more than its share ends the thread, and the next file gets a new one.
 */
export class DocumentRoom {
  readonly #most: { readonly ms: number; readonly mb: number };
  readonly #queue: Waiting[] = [];
  #worker: Worker | null = null;
  #current: Waiting | null = null;
  #id = 0;
  #deadline: NodeJS.Timeout | null = null;
  #idle: NodeJS.Timeout | null = null;

  constructor(most: { readonly ms: number; readonly mb: number } = { ms: MOST_MS, mb: MOST_MB }) {
    this.#most = most;
  }

  /** What a file is; see `sniff`. Too much for the thread: `file:too-complex`. */
  async sniff(path: string, name: string): Promise<ReturnType<typeof sniff>> {
    const found = await this.#do({ kind: 'sniff', path, name });
    return found === null ? refuseContent('too-complex') : (found as ReturnType<typeof sniff>);
  }

  /** What a document holds of a form. */
  async read(content: Uint8Array, form: Form): Promise<FileReading> {
    const found = await this.#do({ kind: 'read', content, form });
    return found === null ? { kind: 'unreadable', reason: 'too-complex' } : (found as FileReading);
  }

  /** End the thread; what waits is not looked at any more. */
  async close(): Promise<void> {
    for (const { failed } of this.#queue.splice(0)) failed(new Error('closing'));
    if (this.#idle) clearTimeout(this.#idle);
    await this.#worker?.terminate();
    this.#worker = null;
  }

  #do(job: DocumentJob): Promise<unknown> {
    return new Promise((done, failed) => {
      this.#queue.push({ job, done, failed });
      this.#next();
    });
  }

  #next(): void {
    if (this.#current) return;
    const next = this.#queue.shift();
    if (!next) {
      this.#rest();
      return;
    }
    if (this.#idle) clearTimeout(this.#idle);
    this.#current = next;
    this.#id += 1;
    this.#worker ??= this.#hire();
    this.#worker.ref();
    this.#worker.postMessage({ id: this.#id, job: next.job });
  }

  /** Nothing to do: the thread keeps nobody's process alive, and is given up after a while. */
  #rest(): void {
    this.#worker?.unref();
    const worker = this.#worker;
    this.#idle = setTimeout(() => {
      if (this.#worker !== worker || this.#current) return;
      this.#worker = null;
      void worker?.terminate();
    }, IDLE_MS);
    this.#idle.unref();
  }

  #hire(): Worker {
    const worker = new Worker(new URL('./document-worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.#most.mb },
    });
    worker.on('message', (message: Message) => {
      if (message.id !== this.#id || worker !== this.#worker) return;
      if ('started' in message) this.#deadline = setTimeout(() => this.#dismiss(worker), this.#most.ms);
      else
        this.#settle(waiting =>
          'bug' in message ? waiting.failed(new Error(message.bug)) : waiting.done(message.value),
        );
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (worker !== this.#worker) return;
      this.#worker = null;
      const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#settle(waiting => (full ? waiting.done(null) : waiting.failed(error)));
    });
    return worker;
  }

  #dismiss(worker: Worker): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    void worker.terminate();
    this.#settle(waiting => waiting.done(null));
  }

  #settle(how: (waiting: Waiting) => void): void {
    if (this.#deadline) clearTimeout(this.#deadline);
    this.#deadline = null;
    const waiting = this.#current;
    this.#current = null;
    if (waiting) how(waiting);
    this.#next();
  }
}

/** The one of this process. */
export const documentRoom = new DocumentRoom();
