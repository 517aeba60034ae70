import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';

/** What a callback address was configured with. `receiveId` is the CorpID for self-built apps. */
export interface CallbackSecrets {
  readonly token: string;
  readonly aesKey: Buffer;
  readonly receiveId: string;
}

/** PKCS7 block of the scheme: 32, although AES blocks have 16 (developer.work.weixin.qq.com/document/path/90968). */
const padBlock = 32;
/** 16 random bytes and a 4-byte big-endian length stand before the message. */
const headBytes = 20;

/** The 32-byte key behind an EncodingAESKey of 43 characters, or null when it is not one. */
export const readAesKey = (encoded: string): Buffer | null => {
  if (!/^[A-Za-z0-9+/]{43}$/.test(encoded)) return null;
  return Buffer.from(`${encoded}=`, 'base64');
};

/** SHA-1, hex, over the four values sorted and joined (path/90968). */
export const signatureOf = (token: string, timestamp: string, nonce: string, encrypted: string): string =>
  createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');

/** Compare in constant time whatever the lengths and characters: the hashes are compared, which always fit. */
export const sameText = (left: string, right: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(left), digest(right));
};

const strictBase64 = (text: string): Buffer | null => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
};

const unpadded = (plain: Buffer): Buffer | null => {
  const pad = plain[plain.length - 1] ?? 0;
  if (pad < 1 || pad > padBlock || pad > plain.length) return null;
  return plain.subarray(plain.length - pad).every(byte => byte === pad)
    ? plain.subarray(0, plain.length - pad)
    : null;
};

/**
 * The message inside an `Encrypt` value, or null: broken base64, wrong padding, lengths that do not add up, invalid
 * UTF-8 or a receive id that is not ours. AES-CBC carries no MAC, so the signature must have been checked before.
 */
export const decryptMessage = (secrets: CallbackSecrets, encrypted: string): string | null => {
  const bytes = strictBase64(encrypted);
  if (bytes === null || bytes.length < padBlock || bytes.length % 16 !== 0) return null;
  const decipher = createDecipheriv('aes-256-cbc', secrets.aesKey, secrets.aesKey.subarray(0, 16));
  decipher.setAutoPadding(false);
  const plain = unpadded(Buffer.concat([decipher.update(bytes), decipher.final()]));
  if (plain === null || plain.length < headBytes) return null;
  const end = headBytes + plain.readUInt32BE(16);
  if (end > plain.length) return null;
  try {
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const receiveId = strict.decode(plain.subarray(end));
    return sameText(receiveId, secrets.receiveId) ? strict.decode(plain.subarray(headBytes, end)) : null;
  } catch {
    return null;
  }
};

/** The inverse of `decryptMessage`. `random` are 16 fresh random bytes. */
export const encryptMessage = (secrets: CallbackSecrets, message: string, random: Buffer): string => {
  const body = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const plain = Buffer.concat([random, length, body, Buffer.from(secrets.receiveId, 'utf8')]);
  const pad = padBlock - (plain.length % padBlock);
  const cipher = createCipheriv('aes-256-cbc', secrets.aesKey, secrets.aesKey.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
    cipher.final(),
  ]).toString('base64');
};
