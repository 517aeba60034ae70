import { chatKey } from '../model/address.ts';
import type { OutMessage } from '../model/message.ts';
import { BoundedMap } from './shelf/bounded-map.ts';

/** Deliveries of unknown outcome that are remembered. */
const MOST_UNSURE = 1_000;
/** Pauses before a message whose fate is unknown is sent again, in seconds; after the last it is given up. */
const pauses = [2, 60, 600];

interface Doubt {
  readonly chat: string;
  readonly times: number;
  /** The person has spoken since: whatever was asked, the answer to that carries the open question. */
  readonly spoken: boolean;
}

/**
 * What to do about messages nobody knows to have arrived, on platforms without an idempotency key. Nothing is lost: a
 * message is sent again, marked as a repeat where the channel cannot find out whether the first one is there. Only a
 * question is let go once its chat has spoken, because the reply to that asks whatever is open.
 */
export class Unsure {
  readonly #doubts = new BoundedMap<Doubt>(MOST_UNSURE);

  /** Seconds to wait before sending again, or null: given up. */
  again(key: string, message: OutMessage): number | null {
    const times = this.#doubts.get(key)?.times ?? 0;
    const pause = pauses[times] ?? null;
    if (pause === null) this.#doubts.delete(key);
    else this.#doubts.set(key, { chat: chatKey(message.to), times: times + 1, spoken: false });
    return pause;
  }

  /** `repeat`: an earlier attempt may have arrived. `void`: need not be sent any more. */
  of(key: string, message: OutMessage): 'first' | 'repeat' | 'void' {
    const doubt = this.#doubts.get(key);
    if (doubt === undefined) return 'first';
    return doubt.spoken && message.prompt !== null && message.files.length === 0 ? 'void' : 'repeat';
  }

  settled(key: string): void {
    this.#doubts.delete(key);
  }

  spoke(chat: string): void {
    if (this.#doubts.size === 0) return;
    for (const key of [...this.#doubts.keys()]) {
      const doubt = this.#doubts.get(key)!;
      if (doubt.chat === chat) this.#doubts.set(key, { ...doubt, spoken: true });
    }
  }
}
