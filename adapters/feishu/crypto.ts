import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { freshnessSeconds } from './limits.ts';

const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Constant-time comparison of texts of any length and content: both sides are hashed first. */
export const sameText = (left: string, right: string): boolean =>
  timingSafeEqual(sha256(left), sha256(right));

/** `X-Lark-Signature` of a body: hex SHA-256 over timestamp, nonce, Encrypt Key and the raw bytes. */
export const signatureOf = (timestamp: string, nonce: string, encryptKey: string, body: Uint8Array): string =>
  sha256(timestamp, nonce, encryptKey, body).toString('hex');

/**
 * Was this request signed with our Encrypt Key, over exactly these bytes, just now?
 * The signature runs over an unseparated concatenation, so digits could be moved between timestamp and nonce: a
 * timestamp is exactly ten digits, and the window is closed on both sides.
 * Source: open.feishu.cn/document/ukTMukTMukTM/uYDNxYjL2QTM24iN0EjN/event-subscription-configure-/encrypt-key-encryption-configuration-case
 */
export const isSigned = (
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
  encryptKey: string,
  nowMs: number,
): boolean => {
  const timestamp = headers['x-lark-request-timestamp'] ?? '';
  const nonce = headers['x-lark-request-nonce'] ?? '';
  const given = headers['x-lark-signature'] ?? '';
  const expected = signatureOf(timestamp, nonce, encryptKey, body);
  const fresh =
    /^[0-9]{10}$/.test(timestamp) && Math.abs(nowMs / 1000 - Number(timestamp)) <= freshnessSeconds;
  return sameText(expected, given) && fresh && nonce !== '';
};

/**
 * Text inside `{"encrypt": …}`: AES-256-CBC with PKCS7, key = SHA-256(Encrypt Key), IV = first 16 bytes.
 * null for anything that does not decrypt to UTF-8.
 */
export const decrypt = (sealed: string, encryptKey: string): string | null => {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < 32 || bytes.length % 16 !== 0 || bytes.toString('base64') !== sealed) return null;
  const decipher = createDecipheriv('aes-256-cbc', sha256(encryptKey), bytes.subarray(0, 16));
  try {
    const plain = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]);
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
  } catch {
    return null;
  }
};
