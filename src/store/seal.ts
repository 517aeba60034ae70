import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { RecordKey } from './port.ts';

/*
 * Records are tamper-evident: each part has a seal, and each record has one over its revision and the sum of its part
 * seals. A turn recomputes only the seals of what it changed. The sum is taken modulo 2^256 (an incremental multiset
 * hash, Bellare and Micciancio 1997) and is itself under the key, so that part seals cannot be traded off.
 * A register per space, the exclusive or of all record seals, shows records that were removed or set back.
 */

const modulus = 1n << 256n;

/** Unambiguous whatever the fields contain; lengths in UTF-16 units are the same before and after storage. */
const framed = (fields: readonly string[]): string =>
  fields.map(field => `${field.length}:${field}`).join('');

export const hmac = (key: KeyObject, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex');

/** The key of chain and seals. A store opened without a secret still gets checksums. */
export const sealKey = (secret: string | Uint8Array | undefined): KeyObject =>
  createSecretKey(
    typeof secret === 'object'
      ? secret
      : Buffer.from(secret === undefined || secret === '' ? 'none' : secret),
  );

export const partSeal = (key: KeyObject, space: string, of: RecordKey, name: string, value: string): string =>
  hmac(key, framed(['part', space, of.kind, of.id, name, value]));

export const recordSeal = (
  key: KeyObject,
  space: string,
  of: RecordKey,
  revision: number,
  sum: string,
): string => hmac(key, framed(['record', space, of.kind, of.id, String(revision), sum]));

export const noSeals = '0'.repeat(64);

/** The sum of part seals after some left and others came. */
export const movedSum = (sum: string, left: readonly string[], came: readonly string[]): string => {
  let value = BigInt(`0x${sum}`);
  for (const seal of left) value -= BigInt(`0x${seal}`);
  for (const seal of came) value += BigInt(`0x${seal}`);
  return BigInt.asUintN(256, value % modulus)
    .toString(16)
    .padStart(64, '0');
};

export const emptyRegister = '0'.repeat(32);

/** The register of a space with one record seal taken out or put in: exclusive or of the first 128 bits. */
export const toggled = (register: string, seal: string): string =>
  (BigInt(`0x${register}`) ^ BigInt(`0x${seal.slice(0, 32)}`)).toString(16).padStart(32, '0');

/** A part with its seal. */
export type SealedPart = readonly [name: string, value: string, seal: string];

/**
 * Whether a record is as this deployment sealed it. `trusted` gives the value and seal of a part that was found right
 * before, so that a turn does not pay for the whole conversation again.
 */
export const isSound = (
  key: KeyObject,
  space: string,
  record: {
    readonly key: RecordKey;
    readonly revision: number;
    readonly sum: string;
    readonly seal: string;
    readonly parts: readonly SealedPart[];
  },
  trusted: (name: string) => readonly [value: string | undefined, seal: string | undefined],
): boolean => {
  const { key: of, revision, sum, seal, parts } = record;
  if (recordSeal(key, space, of, revision, sum) !== seal) return false;
  for (const [name, value, own] of parts) {
    const [knownValue, knownSeal] = trusted(name);
    if (knownSeal === own && knownValue === value) continue;
    if (partSeal(key, space, of, name, value) !== own) return false;
  }
  return (
    movedSum(
      noSeals,
      [],
      parts.map(([, , own]) => own),
    ) === sum
  );
};

/** Not over the lane: an item that is replaced under lease stays in the one it is in. */
const itemSeal = (key: KeyObject, space: string, id: string, body: string): string =>
  hmac(key, framed(['item', space, id, body]));

/** A mark stays for days, one for each turn: 128 bits of seal, which nobody can try out, are enough. */
const markSeal = (key: KeyObject, space: string, event: string, hash: string, reply: string): string =>
  `~${Buffer.from(longMarkSeal(key, space, event, hash, reply), 'hex')
    .subarray(0, 16)
    .toString('base64url')}`;

/** As marks bore it up to version 0.1. */
const longMarkSeal = (key: KeyObject, space: string, event: string, hash: string, reply: string): string =>
  hmac(key, framed(['mark', space, event, hash, reply]));

/** Length of a mark's seal in UTF-16 units: a tilde and 16 bytes in base64url. */
const MARK_SEAL = 23;

/** What waits in an outbox, as it lies in a store: its seal, then its body. When it is due may change under way. */
export const sealedBody = (
  key: KeyObject,
  space: string,
  { id, body }: { readonly id: string; readonly body: string },
): string => itemSeal(key, space, id, body) + body;

/** The body of an item; null: not sealed by this deployment. */
export const openedBody = (
  key: KeyObject,
  space: string,
  { id, body }: { readonly id: string; readonly body: string },
): string | null => {
  const own = body.slice(noSeals.length);
  return itemSeal(key, space, id, own) === body.slice(0, noSeals.length) ? own : null;
};

/** The reply kept with a dedupe mark, and its seal before it. */
export const sealedReply = (
  key: KeyObject,
  space: string,
  event: string,
  hash: string,
  reply: string,
): string => markSeal(key, space, event, hash, reply) + reply;

/** The reply of a mark; null: not sealed by this deployment. */
export const openedReply = (
  key: KeyObject,
  space: string,
  event: string,
  hash: string,
  reply: string,
): string | null => {
  const [seal, length] = reply.startsWith('~') ? [markSeal, MARK_SEAL] : [longMarkSeal, noSeals.length];
  const own = reply.slice(length);
  return seal(key, space, event, hash, own) === reply.slice(0, length) ? own : null;
};
