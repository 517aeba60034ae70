import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { refuseContent } from '../../src/documents/refusal.ts';
import { sniff } from '../../src/documents/sniff.ts';
import type { Intake, Receipt } from '../../src/host/channel.ts';
import { Event } from '../../src/model/event.ts';
import type { Kept } from '../../src/model/file.ts';

/**
 * A fake of the house behind a channel: strict about what it is given (every event passes the schema and survives the
 * wire), remembers it, and can be slow or broken on demand. Files are judged as the house judges them and kept in memory.
 */
export class FakeIntake implements Intake {
  readonly events: Event[] = [];
  readonly files = new Map<string, Buffer>();
  /** Events whose receipt was refused by `failNext`. */
  readonly refused: Event[] = [];
  clock = Date.parse('2026-11-23T08:00:00Z');
  /** What `receive` answers besides the outcome; set by tests that look at toasts and card answers. */
  answer: (event: Event) => Receipt['messages'] = () => [];

  /** Receipts that fail besides those of `failNext`, for tests that throw dice. */
  fails: (event: Event) => boolean = () => false;

  #failures = 0;
  #gate: Promise<void> = Promise.resolve();
  #open: () => void = () => {};
  #listeners: (() => void)[] = [];

  now(): number {
    return this.clock;
  }

  async receive(event: Event): Promise<Receipt> {
    const parsed = Event.parse(JSON.parse(JSON.stringify(event)));
    if (this.#failures > 0 || this.fails(parsed)) {
      this.#failures = Math.max(0, this.#failures - 1);
      this.refused.push(parsed);
      this.#tell();
      throw new Error('fake intake: can neither commit nor spool');
    }
    const duplicate = this.events.some(({ id }) => id === parsed.id);
    this.events.push(parsed);
    this.#tell();
    await this.#gate;
    return { outcome: duplicate ? 'duplicate' : 'committed', messages: this.answer(parsed) };
  }

  async keepFile(content: Readable, name: string, maxBytes: number): Promise<Kept> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of content) {
      bytes += (chunk as Buffer).length;
      if (bytes > maxBytes) return refuseContent('too-large');
      chunks.push(chunk as Buffer);
    }
    const whole = Buffer.concat(chunks);
    const read = sniff(whole, name);
    if (!read.ok) return read;
    const id = createHash('sha256').update(whole).digest('hex');
    this.files.set(id, whole);
    const { type, name: safe } = read.value;
    return { ok: true, value: { id, name: safe, type, bytes } };
  }

  /** The next `count` receipts fail, as when neither the store nor the spool can be written. */
  failNext(count = 1): void {
    this.#failures = count;
  }

  /** Receipts wait until `release`. */
  hold(): void {
    this.#gate = new Promise(resolve => {
      this.#open = resolve;
    });
  }

  release(): void {
    this.#open();
  }

  /** Resolves with the first event that matches, past or future. */
  async event(matches: (event: Event) => boolean): Promise<Event> {
    for (;;) {
      const found = this.events.find(matches);
      if (found) return found;
      await this.#change();
    }
  }

  /** Resolves when at least `count` events have come. */
  async count(count: number): Promise<void> {
    while (this.events.length < count) await this.#change();
  }

  /** Resolves when at least `count` receipts have failed. */
  async failures(count: number): Promise<void> {
    while (this.refused.length < count) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise(resolve => {
      this.#listeners.push(resolve);
    });
  }

  #tell(): void {
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
