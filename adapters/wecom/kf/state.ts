import { join } from 'node:path';
import { z } from 'zod';
import { readSmallFile, writeSmallFile } from '../small-file.ts';

/** A hand-over ends by itself with the session: 48 hours after the last message (path/94669). */
const sessionMs = 48 * 3_600_000;

const Kept = z.strictObject({ cursor: z.string(), human: z.record(z.string(), z.number()) });

/**
 * How far the messages of one 客服 account have been read, and which customers are with a human servicer.
 *
 * The cursor is written after every message of its batch has been committed. A crash in between reads the batch
 * again, and the store refuses what it has: together that is each message exactly once.
 */
export class KfState {
  readonly #path: string;
  #cursor = '';
  #human = new Map<string, number>();

  constructor(folder: string, openKfId: string) {
    this.#path = join(folder, `kf-${openKfId}.json`);
  }

  async load(): Promise<void> {
    const text = await readSmallFile(this.#path);
    if (text === null) return;
    const kept = Kept.parse(JSON.parse(text));
    this.#cursor = kept.cursor;
    this.#human = new Map(Object.entries(kept.human));
  }

  get cursor(): string {
    return this.#cursor;
  }

  async advance(cursor: string, now: number): Promise<void> {
    this.#cursor = cursor;
    for (const [chat, since] of this.#human) if (now - since > sessionMs) this.#human.delete(chat);
    await this.#write();
  }

  withHuman(chat: string, now: number): boolean {
    const since = this.#human.get(chat);
    return since !== undefined && now - since <= sessionMs;
  }

  /** Kept with the next `advance`, because the same messages are read again until then. */
  markHuman(chat: string, at: number | null): void {
    if (at === null) this.#human.delete(chat);
    else this.#human.set(chat, at);
  }

  async #write(): Promise<void> {
    await writeSmallFile(
      this.#path,
      JSON.stringify({ cursor: this.#cursor, human: Object.fromEntries(this.#human) }),
    );
  }
}
