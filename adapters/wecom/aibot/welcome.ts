import type { WsFrameHeaders } from '@wecom/aibot-node-sdk';
import { BoundedMap } from '../../../src/host/shelf/bounded-map.ts';

/** A welcome must be there within 5 s of the event (path/101463); one second is left for the way. */
const welcomeMs = 4_000;

/** Events of people who came in and have not been greeted yet: answering one is how to speak to them first. */
export class WelcomeFrames {
  readonly #frames = new BoundedMap<{ readonly frame: WsFrameHeaders; readonly until: number }>(5_000);

  note(chat: string, frame: WsFrameHeaders, now: number): void {
    this.#frames.set(chat, { frame, until: now + welcomeMs });
  }

  /** The event to answer, which is then gone. */
  take(chat: string, now: number): WsFrameHeaders | null {
    const entry = this.#frames.get(chat);
    if (entry === undefined) return null;
    this.#frames.delete(chat);
    return now <= entry.until ? entry.frame : null;
  }
}
