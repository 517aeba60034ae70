import { randomBytes } from 'node:crypto';
import { encrypt, getSignature } from '@wecom/crypto';

export interface CallbackTarget {
  readonly url: string;
  readonly corpId: string;
  readonly token: string;
  readonly aesKey: string;
  /** Seconds since 1970. */
  now(): number;
}

/** How one push of a callback ended, as WeCom sees it. */
export type PushOutcome = 'acknowledged' | 'refused' | 'timeout' | 'disconnected';

/** WeCom waits this long (developer.work.weixin.qq.com/document/path/90930). */
const waitMs = 5_000;

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** `{ToUserName: 'x', CreateTime: 1}` as WeCom writes it: numbers bare, texts in CDATA, objects nested. */
export const xmlOf = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .map(([name, value]) => {
      const values = Array.isArray(value) ? value : [value];
      return values
        .map(one => {
          const inner =
            typeof one === 'number' || typeof one === 'bigint'
              ? String(one)
              : typeof one === 'string'
                ? cdata(one)
                : xmlOf(one);
          return `<${name}>${inner}</${name}>`;
        })
        .join('');
    })
    .join('');

/** The query and body of one callback, encrypted and signed by Tencent's own package. */
export const sealed = (
  target: CallbackTarget,
  plain: string,
  at: number = target.now(),
): { query: URLSearchParams; body: string } => {
  const timestamp = String(Math.floor(at));
  const nonce = randomBytes(6).toString('hex');
  const encrypted = encrypt(target.aesKey, plain, target.corpId, randomBytes(16));
  const query = new URLSearchParams({
    msg_signature: getSignature(target.token, timestamp, nonce, encrypted),
    timestamp,
    nonce,
  });
  return {
    query,
    body: `<xml>${xmlOf({ ToUserName: target.corpId, AgentID: '1000002', Encrypt: encrypted })}</xml>`,
  };
};

/** Push a callback once. */
export const push = async (target: CallbackTarget, plain: string): Promise<PushOutcome> => {
  const { query, body } = sealed(target, plain);
  try {
    const response = await fetch(`${target.url}?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body,
      signal: AbortSignal.timeout(waitMs),
    });
    return response.status === 200 ? 'acknowledged' : 'refused';
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'disconnected';
  }
};

/**
 * Push as WeCom does: three tries in all, and only after a timeout or a failed connection. An answer with another
 * status than 200, even 500, ends it: that message is lost.
 */
export const pushLikeWecom = async (target: CallbackTarget, plain: string): Promise<PushOutcome> => {
  let outcome: PushOutcome = 'disconnected';
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    outcome = await push(target, plain);
    if (outcome === 'acknowledged' || outcome === 'refused') return outcome;
  }
  return outcome;
};
