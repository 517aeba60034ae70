import { Worker } from 'node:worker_threads';
import type { PackViews, ViewOf } from './pack-views.ts';
import type { ViewReply, ViewRequest } from './pack-worker.ts';

/** The thread is given up when nobody has worked in the studio for so long, in milliseconds. */
const IDLE_MS = 10 * 60_000;

type Given<Name extends keyof PackViews> =
  Parameters<PackViews[Name]> extends [ViewOf, ...infer Rest] ? Rest : never;

interface Waiting {
  readonly done: (value: unknown) => void;
  readonly failed: (error: Error) => void;
}

/**
 * Reads, checks and tries packs in a thread of its own, begun when somebody opens the studio: a pack takes a good part of a
 * second to look through, and the conversations of this process must not wait for it.
 */
export class PackRoom {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #id = 0;
  #idle: NodeJS.Timeout | null = null;

  view<Name extends keyof PackViews>(
    name: Name,
    of: ViewOf,
    ...given: Given<Name>
  ): ReturnType<PackViews[Name]> {
    this.#id += 1;
    const id = this.#id;
    const answer = new Promise<unknown>((done, failed) => this.#waiting.set(id, { done, failed }));
    this.#worker ??= this.#hire();
    this.#worker.ref();
    this.#worker.postMessage({ id, name, of, given } satisfies ViewRequest);
    return answer as ReturnType<PackViews[Name]>;
  }

  /** End the thread; what was asked is not answered any more. */
  async close(): Promise<void> {
    if (this.#idle) clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#fail(new Error('closing'));
    await worker?.terminate();
  }

  #hire(): Worker {
    const worker = new Worker(new URL('./pack-worker.mjs', import.meta.url));
    worker.on('message', (reply: ViewReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ('bug' in reply) waiting?.failed(new Error(reply.bug));
      else waiting?.done(reply.value);
      if (this.#waiting.size === 0) this.#rest();
    });
    worker.on('error', error => {
      if (worker === this.#worker) this.#fail(error);
    });
    return worker;
  }

  #fail(error: Error): void {
    this.#worker = null;
    for (const { failed } of this.#waiting.values()) failed(error);
    this.#waiting.clear();
  }

  /** Nothing to do: the thread keeps nobody's process alive, and is given up after a while. */
  #rest(): void {
    const worker = this.#worker;
    worker?.unref();
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (this.#waiting.size > 0 || this.#worker !== worker) return;
      this.#worker = null;
      void worker?.terminate();
    }, IDLE_MS);
    this.#idle.unref();
  }
}
