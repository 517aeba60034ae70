import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { z } from 'zod';
import { verdictOf } from './errcode.ts';

/**
 * Answer of one call. `unreached`: no connection was made, so nothing happened. `lost`: the request went out and no
 * usable answer came back, so it may or may not have been carried out.
 */
export type Reply =
  | { readonly kind: 'ok'; readonly body: Readonly<Record<string, unknown>> }
  /** `ip`: the address WeCom saw us come from, where it says so (60020). */
  | { readonly kind: 'error'; readonly code: number; readonly ip?: string }
  | { readonly kind: 'unreached' }
  | { readonly kind: 'lost' };

export type Download =
  | { readonly kind: 'ok'; readonly content: Readable; readonly name: string | null }
  | { readonly kind: 'gone'; readonly code: number }
  | { readonly kind: 'failed' };

/** Where access tokens come from; `refused` is one that WeCom turned down. */
export interface TokenSource {
  get(refused?: string): Promise<string>;
}

/** gettoken was refused: `code` says why (40001 wrong secret, 40013 wrong CorpID, 60020 untrusted IP). */
export class TokenRefused extends Error {
  readonly code: number;
  /** The address WeCom saw us come from, where it says so. */
  readonly ip: string | undefined;
  constructor(code: number, ip?: string) {
    super(`gettoken was refused with errcode ${code}`);
    this.code = code;
    this.ip = ip;
  }
}

const Answer = z.looseObject({ errcode: z.number().int().default(0), errmsg: z.string().optional() });
const TokenAnswer = z.looseObject({ access_token: z.string(), expires_in: z.number().positive() });

/** Milliseconds one call may take; a media transfer may take longer. */
const callTimeout = 10_000;
const mediaTimeout = 60_000;

/** Socket errors after which it is certain that no request was sent. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What undici says when a proxy does not open the way: the request stayed here (undici, lib/dispatcher/proxy-agent.js). */
const wayShut = /^Proxy response \(/;

const failureOf = (error: unknown): Reply => {
  const cause =
    error instanceof Error ? (error.cause as { code?: string; message?: string } | undefined) : undefined;
  if (wayShut.test(cause?.message ?? '')) return { kind: 'unreached' };
  return neverSent.has(cause?.code ?? '') ? { kind: 'unreached' } : { kind: 'lost' };
};

const readReply = async (response: Response): Promise<Reply> => {
  if (!response.ok) return { kind: 'lost' };
  const parsed = Answer.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return { kind: 'lost' };
  const { errcode, errmsg } = parsed.data;
  if (errcode === 0) return { kind: 'ok', body: parsed.data };
  const ip = /from ip:\s*([\da-f.:]{7,45}?)(?=[,\s]|$)/i.exec(errmsg ?? '')?.[1];
  return { kind: 'error', code: errcode, ...(ip === undefined ? {} : { ip }) };
};

/** Ask for an access token without any cache (path/91039). */
export const fetchToken = async (
  root: string,
  corpId: string,
  secret: string,
): Promise<{ token: string; expiresIn: number }> => {
  const query = new URLSearchParams({ corpid: corpId, corpsecret: secret });
  const response = await fetch(`${root}/cgi-bin/gettoken?${query}`, {
    redirect: 'error',
    signal: AbortSignal.timeout(callTimeout),
  });
  const reply = await readReply(response);
  if (reply.kind === 'error') throw new TokenRefused(reply.code, reply.ip);
  if (reply.kind !== 'ok') throw new Error('gettoken gave no usable answer');
  const answer = TokenAnswer.parse(reply.body);
  return { token: answer.access_token, expiresIn: answer.expires_in };
};

/** File name of a Content-disposition header. Header bytes are UTF-8, which fetch reads as Latin-1. */
const fileName = (disposition: string): string | null => {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
  try {
    const name = extended
      ? decodeURIComponent(extended)
      : Buffer.from(plain ?? '', 'latin1').toString('utf8');
    return name.trim().slice(0, 120) || null;
  } catch {
    return null;
  }
};

/** The calls we make to qyapi.weixin.qq.com. The token travels in the query, so no address is ever logged. */
export class WecomApi {
  readonly #root: string;
  readonly #tokens: TokenSource;

  constructor(root: string, tokens: TokenSource) {
    this.#root = root;
    this.#tokens = tokens;
  }

  /** POST a JSON body. A token that died early is replaced once. */
  post(path: string, body: unknown): Promise<Reply> {
    return this.#withToken(token =>
      fetch(this.#address(path, token), {
        redirect: 'error',
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(callTimeout),
      }).then(readReply),
    );
  }

  get(path: string, query: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.#withToken(token =>
      fetch(this.#address(path, token, query), {
        redirect: 'error',
        signal: AbortSignal.timeout(callTimeout),
      }).then(readReply),
    );
  }

  /** Upload a temporary file of at most 20 MB; the answer carries `media_id`, good for 3 days (path/90253). */
  upload(name: string, content: Uint8Array<ArrayBuffer>): Promise<Reply> {
    return this.#withToken(token => {
      const form = new FormData();
      form.set('media', new Blob([content], { type: 'application/octet-stream' }), name);
      return fetch(this.#address('/cgi-bin/media/upload', token, { type: 'file' }), {
        redirect: 'error',
        method: 'POST',
        body: form,
        signal: AbortSignal.timeout(mediaTimeout),
      }).then(readReply);
    });
  }

  /** Download a file somebody sent (path/90254). Errors come as JSON with status 200. */
  async download(mediaId: string): Promise<Download> {
    let result: Download = { kind: 'failed' };
    const reply = await this.#withToken(async token => {
      const response = await fetch(this.#address('/cgi-bin/media/get', token, { media_id: mediaId }), {
        redirect: 'error',
        signal: AbortSignal.timeout(mediaTimeout),
      });
      const isFile = response.headers.has('content-disposition');
      if (!response.ok || !isFile || response.body === null) return readReply(response);
      const content = Readable.fromWeb(response.body as WebStream);
      result = { kind: 'ok', content, name: fileName(response.headers.get('content-disposition') ?? '') };
      return { kind: 'ok', body: {} };
    });
    if (reply.kind === 'error' && verdictOf(reply.code) !== 'retry')
      return { kind: 'gone', code: reply.code };
    return reply.kind === 'ok' ? result : { kind: 'failed' };
  }

  #address(path: string, token: string, query: Readonly<Record<string, string>> = {}): string {
    return `${this.#root}${path}?${new URLSearchParams({ access_token: token, ...query })}`;
  }

  async #withToken(call: (token: string) => Promise<Reply>): Promise<Reply> {
    let token: string;
    try {
      token = await this.#tokens.get();
    } catch (error) {
      return error instanceof TokenRefused ? { kind: 'error', code: error.code } : { kind: 'unreached' };
    }
    const first = await call(token).catch(failureOf);
    if (first.kind !== 'error' || verdictOf(first.code) !== 'token') return first;
    try {
      return await call(await this.#tokens.get(token)).catch(failureOf);
    } catch (error) {
      return error instanceof TokenRefused ? { kind: 'error', code: error.code } : { kind: 'unreached' };
    }
  }
}
