import type { RawRequest } from '../../src/host/channel.ts';
import { type CallbackSecrets, decryptMessage, sameText, signatureOf } from './crypto.ts';
import { readXml, textOf, type XmlNode } from './xml.ts';

/** A callback after every check on its origin. `refused` carries a code for the log; the sender learns nothing. */
export type OpenedCallback =
  | { readonly kind: 'echo'; readonly text: string }
  | { readonly kind: 'message'; readonly xml: XmlNode; readonly plain: string }
  /** `skew`: WeCom's own request, but from another time by so many seconds: our clock is ahead by them (or behind). */
  | { readonly kind: 'refused'; readonly reason: string; readonly skew?: number };

/** Seconds a callback may be older or newer than our clock. WeCom retries within 20 s; the rest is clock difference. */
export const freshnessSeconds = 300;
/** Largest callback body: texts have 2048 bytes, encrypted and wrapped they stay far below this. */
export const maxCallbackBytes = 64 * 1024;

const refused = (reason: string): OpenedCallback => ({ kind: 'refused', reason });

/** The value of a query parameter that is there exactly once. */
const only = (query: URLSearchParams, name: string): string | null => {
  const values = query.getAll(name);
  return values.length === 1 ? values[0]! : null;
};

const encryptedOf = (body: Uint8Array, receiveId: string): string | null => {
  if (body.length > maxCallbackBytes) return null;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
  const envelope = readXml(text);
  if (envelope === null || envelope.name !== 'xml' || textOf(envelope, 'ToUserName') !== receiveId)
    return null;
  // Only Encrypt is signed: what stands beside it is not used, and must not look like anything else.
  if (!/^\d*$/.test(textOf(envelope, 'AgentID') ?? '')) return null;
  return textOf(envelope, 'Encrypt') ?? null;
};

/** What the operator reads when WeCom's requests come from another time than ours; null when all is well. */
export const clockTrouble = (callback: OpenedCallback): string | null =>
  callback.kind === 'refused' && callback.skew !== undefined
    ? `本机时钟比企业微信${callback.skew > 0 ? '快' : '慢'}约${Math.abs(callback.skew)}秒，企业微信发来的消息全部被拒收：请校准本机时间（启用 NTP）。`
    : null;

/**
 * Verify and open a callback (developer.work.weixin.qq.com/document/path/90930).
 *
 * The signature is over a concatenation without separators, so a timestamp of any other length than ten digits could
 * have taken digits from the nonce; and it must lie on either side of our clock within the window, or a captured
 * request could be made "future" for ever. What is captured and repeated inside the window has the event id of the
 * original and is refused by the store's dedupe mark.
 *
 * @param now milliseconds since 1970 (UTC)
 */
export const openCallback = (secrets: CallbackSecrets, request: RawRequest, now: number): OpenedCallback => {
  const signature = only(request.query, 'msg_signature');
  const timestamp = only(request.query, 'timestamp');
  const nonce = only(request.query, 'nonce');
  if (signature === null || timestamp === null || nonce === null) return refused('missing-parameter');
  if (!/^\d{10}$/.test(timestamp) || !/^[\w-]{1,64}$/.test(nonce)) return refused('malformed-parameter');
  const isEcho = request.method === 'GET';
  if (!isEcho && request.method !== 'POST') return refused('method');
  const encrypted = isEcho ? only(request.query, 'echostr') : encryptedOf(request.body, secrets.receiveId);
  if (encrypted === null) return refused('malformed-body');
  if (!sameText(signature, signatureOf(secrets.token, timestamp, nonce, encrypted)))
    return refused('signature');
  const skew = Math.round(now / 1000 - Number(timestamp));
  if (Math.abs(skew) > freshnessSeconds) return { kind: 'refused', reason: 'outside-window', skew };
  const plain = decryptMessage(secrets, encrypted);
  if (plain === null) return refused('decryption');
  // A message that was captured and put in the place of an echo is not read out to whoever sends it.
  if (isEcho)
    return plain.trimStart().startsWith('<') ? refused('echo-of-message') : { kind: 'echo', text: plain };
  const xml = readXml(plain);
  if (xml === null || xml.name !== 'xml' || textOf(xml, 'ToUserName') !== secrets.receiveId)
    return refused('malformed-message');
  return { kind: 'message', xml, plain };
};
