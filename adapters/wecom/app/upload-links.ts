import { createHmac, randomBytes } from 'node:crypto';
import { sameText } from '../crypto.ts';

/** How long an upload link is good, in milliseconds. */
export const linkLifetime = 30 * 60_000;

/**
 * One-time upload links for the self-built app, which cannot receive files. A link is a signed statement "this member
 * may send one file until then", so that it outlives a restart and works on every process; that it works once is
 * ensured by the event id, which is derived from it.
 */
export class UploadLinks {
  readonly #key: Buffer;
  readonly #used = new Set<string>();

  /** `secret` is any secret of the app; the links get a key of their own from it. */
  constructor(secret: Buffer) {
    this.#key = createHmac('sha256', secret).update('shenbao wecom upload link').digest();
  }

  issue(member: string, now: number): string {
    const payload = [
      Buffer.from(member, 'utf8').toString('base64url'),
      Math.floor((now + linkLifetime) / 1000),
      randomBytes(16).toString('base64url'),
    ].join('.');
    return `${payload}.${this.#mac(payload)}`;
  }

  /** The member a link belongs to, or null: forged, expired or used. */
  member(link: string, now: number): string | null {
    const match = /^(([\w-]{1,172})\.(\d{10})\.[\w-]{22})\.([\w-]{43})$/.exec(link);
    if (match === null || !sameText(match[4]!, this.#mac(match[1]!))) return null;
    if (Number(match[3]) * 1000 <= now || this.#used.has(link)) return null;
    return Buffer.from(match[2]!, 'base64url').toString('utf8');
  }

  /** Claim the link for one upload; false when another upload has it. `giveBack` after one that came to nothing. */
  use(link: string): boolean {
    if (this.#used.has(link)) return false;
    this.#used.add(link);
    return true;
  }

  giveBack(link: string): void {
    this.#used.delete(link);
  }

  #mac(payload: string): string {
    return createHmac('sha256', this.#key).update(payload).digest('base64url');
  }
}
