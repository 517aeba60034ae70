import { randomBytes } from 'node:crypto';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decryptMessage,
  encryptMessage,
  readAesKey,
  sameText,
  signatureOf,
} from '../../adapters/wecom/crypto.ts';

const encodingAesKey = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';
const official = {
  token: 'QDG6eK',
  aesKey: readAesKey(encodingAesKey)!,
  receiveId: 'wx5823bf96d3bd56c7',
};
const officialPost =
  'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==';

/** Vectors of developer.work.weixin.qq.com/document/path/90968. */
describe('the official vectors', () => {
  it('signs and opens the echo string', () => {
    const echo = 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==';
    expect(signatureOf(official.token, '1409659589', '263014780', echo)).toBe(
      '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
    );
    expect(decryptMessage(official, echo)).toBe('1616140317555161061');
  });

  it('signs and opens the message', () => {
    expect(signatureOf(official.token, '1409659813', '1372623149', officialPost)).toBe(
      '477715d11cdb4164915debcba66cb864d751f3e6',
    );
    expect(decryptMessage(official, officialPost)).toContain('<Content><![CDATA[hello]]></Content>');
  });

  it('encrypts as the reference does', () => {
    const sealed =
      'sKqRbbiSUnDhFHOvPjtUMZKo/x1DjkKnHZ+bKiZjrKcDxomygcpdvhV69k+MgoMNzomnD848bFK6S2XR0Po64ps4TEJJwWcXWs9HTxlGSUjGlm4bUzjL6UssWTc7bgwI';
    const secrets = { ...official, receiveId: 'ww1234567890abcdef' };
    const plain = '<xml><Content>你好</Content></xml>';
    expect(encryptMessage(secrets, plain, Buffer.from('0123456789abcdef'))).toBe(sealed);
    expect(decryptMessage(secrets, sealed)).toBe(plain);
    expect(signatureOf('tok', '1700000000', 'n1', sealed)).toBe('e207322f6fc0ec72a41ead244268cb8e8fa5e35f');
  });
});

describe('agreement with @wecom/crypto', () => {
  it('opens what the other has closed, both ways, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), text => {
        const theirs = encrypt(encodingAesKey, text, official.receiveId, randomBytes(16));
        const ours = encryptMessage(official, text, randomBytes(16));
        expect(decryptMessage(official, theirs)).toBe(text);
        expect(decrypt(encodingAesKey, ours)).toMatchObject({ message: text, id: official.receiveId });
        expect(signatureOf('t', '1700000000', 'n', ours)).toBe(getSignature('t', '1700000000', 'n', ours));
      }),
      { numRuns: 300 },
    );
  });
});

describe('refusal', () => {
  it.each([
    ['another receive id', encryptMessage({ ...official, receiveId: 'wx-other' }, 'x', randomBytes(16))],
    ['no bytes', ''],
    ['half a block', officialPost.slice(0, 12)],
    ['loose base64', `${officialPost.slice(0, -2)}\n==`],
    ['url-safe base64', officialPost.replaceAll('+', '-')],
    ['a cut tail', officialPost.slice(0, -24)],
    ['another key', encryptMessage({ ...official, aesKey: randomBytes(32) }, 'x', randomBytes(16))],
  ])('%s opens nothing and does not throw', (_, sealed) => {
    expect(decryptMessage(official, sealed)).toBeNull();
  });

  it('takes only an EncodingAESKey of 43 characters', () => {
    expect(readAesKey(encodingAesKey)).toHaveLength(32);
    for (const wrong of ['', encodingAesKey.slice(1), `${encodingAesKey}=`, `${encodingAesKey.slice(1)}-`])
      expect(readAesKey(wrong)).toBeNull();
  });

  it('compares texts of any length and script without throwing', () => {
    expect(sameText('abc', 'abc')).toBe(true);
    for (const other of ['', 'ab', 'abcd', '签名', 'ab\u0000', '\ud800'])
      expect(sameText('abc', other)).toBe(false);
  });
});
