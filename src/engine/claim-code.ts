import { createHash } from 'node:crypto';
import type { Event } from '../model/event.ts';

/** A draft code, alone or behind a word: see acts/claim.ts. */
const claimCode = /^(?:领取|\/?claim)?\s*(D[ACDEFGHJKMNPQRTUVWXY3479]{14})$/i;

export const claimIdOf = (code: string): string =>
  createHash('sha256').update(`shenbao claim ${code.toUpperCase()}`).digest('hex').slice(0, 32);

/** Longer texts are no code, in characters. */
const LONGEST_CLAIM = 40;

/** Id of the draft code in a message or a link's payload, or null. */
export const claimIn = ({ body }: Event): string | null => {
  const said = body.kind === 'text' ? body.text : body.kind === 'enter' ? (body.payload ?? '') : '';
  const code = said.length > LONGEST_CLAIM ? undefined : claimCode.exec(said.trim().normalize('NFKC'))?.[1];
  return code ? claimIdOf(code) : null;
};
