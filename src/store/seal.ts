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
