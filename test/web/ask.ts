import { randomBytes } from 'node:crypto';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Send the body in pieces without saying how long it is. */
  readonly chunked?: boolean;
}

/** A key as the page makes one. */
export const newKey = (): string => randomBytes(32).toString('base64url');

/** Open a request and hand over the answer while it still comes in. Any header may be set, `Host` too. */
export const open = (url: string, question: Question = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const body = question.body === undefined ? undefined : Buffer.from(question.body as string);
    const sent = request(url, {
      method: question.method ?? 'GET',
      headers: {
        ...(body && !question.chunked ? { 'content-length': String(body.length) } : {}),
        ...question.headers,
      },
      agent: false,
    });
    sent.once('response', resolve);
    sent.once('error', reject);
    if (body && question.chunked) {
      for (let at = 0; at < body.length; at += 16_384) sent.write(body.subarray(at, at + 16_384));
    } else if (body) sent.write(body);
    sent.end();
  });

/** A request and its whole answer. */
export const ask = async (url: string, question: Question = {}): Promise<Answer> => {
  const response = await open(url, question);
  const text = (await buffer(response)).toString('utf8');
  return { status: response.statusCode ?? 0, headers: response.headers, text };
};

/** A request path exactly as given: `fetch` and URL would tidy `..` away before it is sent. */
export const askRaw = (port: number, path: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, agent: false }, async response => {
      const text = (await buffer(response)).toString('utf8');
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
    sent.once('error', reject);
    sent.end();
  });
