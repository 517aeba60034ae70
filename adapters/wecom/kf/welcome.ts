import { BoundedMap } from '../../../src/host/shelf/bounded-map.ts';

/** A welcome or end-of-session code answers once, within 20 s; two are left for the way (path/95122). */
const codeMs = 18_000;

/** Codes with which an event may be answered although the customer has not written. */
export class WelcomeCodes {
  readonly #codes = new BoundedMap<{ code: string; until: number }>(5_000);

  /** `at`: when WeCom issued the code, milliseconds since 1970 (UTC). */
  note(chat: string, code: string, at: number): void {
    this.#codes.set(chat, { code, until: at + codeMs });
  }

  /** The code for this chat, which is then gone. */
  take(chat: string, now: number): string | null {
    const entry = this.#codes.get(chat);
    this.#codes.delete(chat);
    return entry !== undefined && now <= entry.until ? entry.code : null;
  }
}
