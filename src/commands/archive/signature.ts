import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/*
 * An archive is signed with Ed25519 (RFC 8032) under a key that is derived from the deployment's secret: whoever has the
 * secret makes the same signature again, and whoever has only the archive and the fingerprint can check it.
 */

/** PKCS #8 around the 32 bytes of an Ed25519 key (RFC 8410, section 7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export const signingKey = (secret: Uint8Array): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([pkcs8, createHmac('sha256', secret).update('shenbao archives 1').digest()]),
    format: 'der',
    type: 'pkcs8',
  });

/** The public half as it stands in an archive: SPKI, base64. */
export const publicText = (key: KeyObject): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');

/** What an office writes down: groups of eight digits, SHA-256 of the public key. */
export const fingerprint = (publicKey: string): string =>
  createHash('sha256')
    .update(Buffer.from(publicKey, 'base64'))
    .digest('hex')
    .slice(0, 32)
    .match(/.{8}/g)!
    .join('-');

const signedText = (digest: string): Buffer => Buffer.from(`shenbao archive\n${digest}`);

export const signatureOf = (key: KeyObject, digest: string): string =>
  sign(null, signedText(digest), key).toString('base64');

export const isSignedBy = (publicKey: string, digest: string, signature: string): boolean => {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify(null, signedText(digest), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
};
