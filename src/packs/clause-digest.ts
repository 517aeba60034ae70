import { createHash } from 'node:crypto';

/** The first 16 hex digits of the SHA-256 of a clause's text, spaces aside: what a signature is given for. */
export const clauseDigest = (text: string): string =>
  createHash('sha256').update(text.replace(/\s+/gu, '')).digest('hex').slice(0, 16);
