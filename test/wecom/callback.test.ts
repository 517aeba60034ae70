import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { clockTrouble, openCallback } from '../../adapters/wecom/callback.ts';
import { decryptMessage, readAesKey } from '../../adapters/wecom/crypto.ts';
import { readXml, textOf } from '../../adapters/wecom/xml.ts';
import type { RawRequest } from '../../src/host/channel.ts';
import { sealed, xmlOf } from './fake-callback.ts';
import { mutations } from './mutations.ts';

const now = Date.parse('2026-11-23T08:00:00Z');
const target = {
  url: '',
  corpId: 'ww0123456789abcdef',
  token: 'callbackToken',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  now: () => now / 1000,
};
const secrets = { token: target.token, aesKey: readAesKey(target.aesKey)!, receiveId: target.corpId };
const plain = `<xml>${xmlOf({
  ToUserName: target.corpId,
  FromUserName: 'zhang',
  CreateTime: now / 1000,
  MsgType: 'text',
  Content: '我们能申报吗？',
  MsgId: 4561255354251345929n,
  AgentID: 1000002,
})}</xml>`;

const post = (query: URLSearchParams, body: string | Uint8Array): RawRequest => ({
  method: 'POST',
  path: '/callback/wecom/app',
  query,
  headers: {},
  body: typeof body === 'string' ? Buffer.from(body) : body,
});
const genuine = (at?: number): RawRequest => {
  const { query, body } = sealed(target, plain, at);
  return post(query, body);
};

describe('a genuine callback', () => {
  it('is opened', () => {
    const opened = openCallback(secrets, genuine(), now);
    expect(opened.kind).toBe('message');
    if (opened.kind === 'message') expect(textOf(opened.xml, 'Content')).toBe('我们能申报吗？');
  });

  it('is answered with the echo string on a GET, decrypted', () => {
    const { query, body } = sealed(target, '1616140317555161061');
    query.set('echostr', /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)![1]!);
    const request = { ...post(query, ''), method: 'GET' };
    expect(openCallback(secrets, request, now)).toEqual({ kind: 'echo', text: '1616140317555161061' });
  });

  it('captured and put in the place of an echo, is not read out', () => {
    const { query, body } = sealed(target, '<xml><Content><![CDATA[我们能申报吗？]]></Content></xml>');
    query.set('echostr', /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)![1]!);
    const request = { ...post(query, ''), method: 'GET' };
    expect(openCallback(secrets, request, now)).toEqual({ kind: 'refused', reason: 'echo-of-message' });
  });
});

describe('the window', () => {
  it.each([
    [-301, 'refused'],
    [-299, 'message'],
    [0, 'message'],
    [299, 'message'],
    [301, 'refused'],
    [86_400, 'refused'],
  ])('%i s from our clock: %s', (offset, kind) => {
    expect(openCallback(secrets, genuine(now / 1000 + offset), now).kind).toBe(kind);
  });

  it('tells a clock of ours that is off from a forgery, and by how much', () => {
    const late = openCallback(secrets, genuine(now / 1000 - 400), now);
    expect(clockTrouble(late)).toMatch(/本机时钟比企业微信快约400秒.*NTP/);
    const request = genuine(now / 1000 - 400);
    request.query.set('msg_signature', '0'.repeat(40));
    expect(clockTrouble(openCallback(secrets, request, now))).toBeNull();
    expect(clockTrouble(openCallback(secrets, genuine(now / 1000), now))).toBeNull();
  });

  it('refuses digits moved between timestamp and nonce, although the signature still fits', () => {
    const { query, body } = sealed(target, plain);
    const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)![1]!;
    const shifted = new URLSearchParams(query);
    shifted.set('timestamp', `${query.get('timestamp')}9`);
    const parts = [target.token, shifted.get('timestamp')!, query.get('nonce')!, encrypted];
    shifted.set('msg_signature', createHash('sha1').update(parts.sort().join('')).digest('hex'));
    expect(openCallback(secrets, post(shifted, body), now)).toMatchObject({ reason: 'malformed-parameter' });
  });
});

describe('a forged callback', () => {
  const { query, body } = sealed(target, plain);
  const changed = (name: string, value: string | null): URLSearchParams => {
    const copy = new URLSearchParams(query);
    if (value === null) copy.delete(name);
    else copy.set(name, value);
    return copy;
  };
  const twice = new URLSearchParams(query);
  twice.append('msg_signature', query.get('msg_signature')!);

  it.each<[string, RawRequest]>([
    ['no signature', post(changed('msg_signature', null), body)],
    ['an empty signature', post(changed('msg_signature', ''), body)],
    ['a short signature', post(changed('msg_signature', 'abc'), body)],
    ['a signature in another script', post(changed('msg_signature', '签名'.repeat(20)), body)],
    ['the signature twice', post(twice, body)],
    ['no timestamp', post(changed('timestamp', null), body)],
    ['a timestamp that is no number', post(changed('timestamp', '17000000ab'), body)],
    ['a timestamp with a sign', post(changed('timestamp', '+170000000'), body)],
    ['another nonce', post(changed('nonce', 'other'), body)],
    ['another corporation in the envelope', post(query, body.replace(target.corpId, 'ww-other'))],
    ['trailing bytes', post(query, `${body}<x/>`)],
    ['an entity in the envelope', post(query, body.replace('1000002', '&amp;'))],
    ['invalid UTF-8', post(query, Buffer.concat([Buffer.from(body), Buffer.from([0xff])]))],
    ['a body over the limit', post(query, `${body}${' '.repeat(70_000)}`)],
    ['an empty body', post(query, '')],
    ['another method', { ...post(query, body), method: 'PUT' }],
  ])('%s is refused', (_, request) => {
    expect(openCallback(secrets, request, now).kind).toBe('refused');
  });
});

/** Wrong on purpose: what an adapter does that trusts the encryption and forgets the signature. */
const trustingOpen = (request: RawRequest): boolean => {
  const envelope = readXml(Buffer.from(request.body).toString('utf8'));
  const encrypted = envelope && textOf(envelope, 'Encrypt');
  return encrypted ? decryptMessage(secrets, encrypted) !== null : false;
};

describe('12,000 mutated callbacks', () => {
  let requests: RawRequest[];
  beforeAll(() => {
    const original = sealed(target, plain);
    requests = mutations(original, 12_000, 20_261_123).map(({ query, body }) => post(query, body));
  });

  it('accepts none, throws at none and expands nothing', () => {
    const accepted = requests.filter(request => openCallback(secrets, request, now).kind !== 'refused');
    expect(requests.length).toBeGreaterThanOrEqual(10_000);
    expect(accepted).toEqual([]);
  });

  it('would catch an adapter that forgets the signature', () => {
    expect(requests.filter(trustingOpen).length).toBeGreaterThan(100);
  });
});
