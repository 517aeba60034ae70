import {
  type CipherGCM,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type DecipherGCM,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';

/*
 * What people gave lies in a store under AES-256-GCM. Each conversation, application and ticket has a random data key of
 * its own, which lies beside it, wrapped by a key that is derived from the deployment's secret. Whose data key is
 * replaced, of him nothing that was written before can be read again, wherever a copy of it is left.
 */

const cipher = 'aes-256-gcm';
const KEY_BYTES = 32;
/** NIST SP 800-38D: 96 bits, random; a data key writes far fewer than 2^32 texts. */
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
/** Begins what is encrypted. No JSON does. */
const MARK = '~';

const pool = Buffer.alloc(512 * NONCE_BYTES);
let used = pool.length;
/** Random bytes for one nonce. */
export const newNonce = (): Buffer => {
  if (used >= pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += NONCE_BYTES;
  return Buffer.from(pool.subarray(used - NONCE_BYTES, used));
};

const derived = (secret: KeyObject, purpose: string): KeyObject =>
  createSecretKey(createHmac('sha256', secret).update(`shenbao ${purpose} 1`).digest());

/** Wraps data keys. */
export const masterKey = (secret: KeyObject): KeyObject => derived(secret, 'data keys');
/** Wraps the keys of files; the deployment's secret as it is. */
export const fileKey = (secret: Uint8Array): KeyObject => derived(createSecretKey(secret), 'files');
/** For what is of no one conversation: notes on the office's lists, messages to others than who wrote. */
export const officeKey = (secret: KeyObject): KeyObject => derived(secret, 'office data');

const sealBytes = (key: KeyObject, about: string, plain: Uint8Array | string): Buffer => {
  const iv = newNonce();
  const gcm = createCipheriv(cipher, key, iv);
  gcm.setAAD(Buffer.from(about));
  const body = typeof plain === 'string' ? gcm.update(plain, 'utf8') : gcm.update(plain);
  gcm.final();
  return Buffer.concat([iv, body, gcm.getAuthTag()]);
};

/** null: not of this key, or not about this. */
const openBytes = (key: KeyObject, about: string, sealed: Buffer): Buffer | null => {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
  const gcm = createDecipheriv(cipher, key, sealed.subarray(0, NONCE_BYTES));
  gcm.setAAD(Buffer.from(about));
  gcm.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = gcm.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    gcm.final();
  } catch {
    return null;
  }
  return plain;
};

/** Encrypts what passes through; `getAuthTag` once it has ended. */
export const closingStream = (key: KeyObject, nonce: Uint8Array, about: string): CipherGCM =>
  createCipheriv(cipher, key, nonce).setAAD(Buffer.from(about));

/** Decrypts what passes through; ends with an error where it is not what was encrypted. */
export const openingStream = (
  key: KeyObject,
  nonce: Uint8Array,
  about: string,
  tag: Uint8Array,
): DecipherGCM => createDecipheriv(cipher, key, nonce).setAAD(Buffer.from(about)).setAuthTag(tag);

export const isEncrypted = (text: string): boolean => text.startsWith(MARK);

/** `about` binds the text to its place: it opens nowhere else. */
export const encrypted = (key: KeyObject, about: string, text: string): string =>
  MARK + sealBytes(key, about, text).toString('base64url');

/** The text again; null where it was encrypted under another key, which is gone then, or for another place. */
export const decrypted = (key: KeyObject, about: string, text: string): string | null =>
  openBytes(key, about, Buffer.from(text.slice(MARK.length), 'base64url'))?.toString('utf8') ?? null;

/** A data key and how it lies in the store. */
export interface DataKey {
  readonly key: KeyObject;
  readonly wrapped: string;
}

/** Length of a wrapped key in letters. */
export const WRAPPED_LENGTH = MARK.length + ((NONCE_BYTES + KEY_BYTES + TAG_BYTES) * 4) / 3;

export const newDataKey = (master: KeyObject, about: string): DataKey => {
  const bytes = randomFillSync(Buffer.alloc(KEY_BYTES));
  return {
    key: createSecretKey(bytes),
    wrapped: MARK + sealBytes(master, about, bytes).toString('base64url'),
  };
};

/** null: wrapped by another deployment's secret. */
export const unwrapped = (master: KeyObject, about: string, wrapped: string): KeyObject | null => {
  const bytes = openBytes(master, about, Buffer.from(wrapped.slice(MARK.length), 'base64url'));
  return bytes && createSecretKey(bytes);
};
