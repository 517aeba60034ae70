import { Readable } from 'node:stream';
import type { HttpInstance } from '@larksuiteoapi/node-sdk';
import { z } from 'zod';
import type { Logger } from '../../src/host/log.ts';
import { agentFor } from '../../src/host/proxy.ts';
import { type Failure, failureOfBody, failureOfError, troubleOf } from './errors.ts';
import { incomingFileBytes } from './limits.ts';
import type { Attachment } from './message-content.ts';
import { sdkLogger } from './sdk-log.ts';
import type { Settings } from './settings.ts';
import { createTokens } from './tokens.ts';

/** Longest wait for an answer of the platform, milliseconds; the SDK's own client waits for ever. */
const answerTimeoutMs = 10_000;
const uploadTimeoutMs = 120_000;
const errorBodyBytes = 4_096;

export type Sdk = typeof import('@larksuiteoapi/node-sdk');

/** What came back, or what went wrong. Nothing here throws for trouble on the platform's side. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

type Fetched = Reply<Readable> | { readonly ok: false; readonly failure: Failure; readonly tooLarge: true };

export interface FeishuApi {
  /** The SDK's HTTP client with our time limit, for its long connection. */
  readonly http: HttpInstance;
  /** One call with the tenant token, renewed once when refused. `uuid` belongs in `data`. */
  call(request: ApiRequest): Promise<Reply<unknown>>;
  upload(name: string, content: Uint8Array<ArrayBuffer>): Promise<Reply<string>>;
  download(messageId: string, attachment: Attachment): Promise<Fetched>;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly data?: unknown;
}

const TokenBody = z.object({
  code: z.literal(0),
  tenant_access_token: z.string().min(1),
  expire: z.number(),
});
const FileBody = z.object({ data: z.object({ file_key: z.string().min(1) }) });

/** Trouble while asking for the tenant token; every waiting call reports it as its own. */
class TokenTrouble extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`feishu: no tenant token (code ${failure.code})`);
    this.failure = failure;
  }
}

/** `file_type` of an upload: what Feishu previews; all else is a stream (im-v1/file/create). */
const uploadType = (name: string): string => {
  const type = /\.(docx?|xlsx?|pptx?|pdf)$/i.exec(name)?.[1]?.toLowerCase().replace(/x$/, '');
  return type ?? 'stream';
};

/**
 * Bytes as the SDK's multipart form takes them with a name and a length: it measures only files on a disk and answers of
 * other servers (form-data, `_lengthRetriever`), and this is made to look like one of those.
 */
const namedStream = (name: string, content: Uint8Array): Readable =>
  Object.assign(Readable.from([content]), {
    path: name,
    httpVersion: '1.1',
    headers: { 'content-length': String(content.length) },
  });

const bounded = (sdk: Sdk, domain: string): HttpInstance => {
  const base = sdk.defaultHttpInstance as unknown as HttpInstance;
  const agent = agentFor(domain);
  // axios would read the proxy variables itself, in its own way.
  const way = { proxy: false, ...(agent === undefined ? {} : { httpAgent: agent, httpsAgent: agent }) };
  return {
    ...base,
    request: options =>
      base.request({ timeout: answerTimeoutMs, ...options, ...{ maxRedirects: 0, ...way } }),
  };
};

const readCode = async (body: unknown): Promise<number> => {
  let text = '';
  try {
    for await (const chunk of body as Readable) {
      text += String(chunk);
      if (text.length > errorBodyBytes) break;
    }
    const code = (JSON.parse(text) as { code?: unknown }).code;
    return typeof code === 'number' ? code : 0;
  } catch {
    return 0;
  }
};

/** The open platform as seen through the official SDK. `elapsed`: a stopwatch in milliseconds. */
export const createApi = (sdk: Sdk, settings: Settings, log: Logger, elapsed: () => number): FeishuApi => {
  const http = bounded(sdk, settings.domain);
  const client = new sdk.Client({
    appId: settings.appId,
    appSecret: settings.appSecret,
    domain: settings.domain,
    httpInstance: http,
    // The SDK asks for a token once per waiting call and never again before its time is up: ours does both.
    disableTokenCache: true,
    logger: sdkLogger(log),
    loggerLevel: sdk.LoggerLevel.warn,
  });

  const tokens = createTokens(async () => {
    let body: unknown;
    try {
      body = await http.request<unknown>({
        method: 'POST',
        url: `${settings.domain}/open-apis/auth/v3/tenant_access_token/internal`,
        data: { app_id: settings.appId, app_secret: settings.appSecret },
      });
    } catch (error) {
      throw new TokenTrouble(failureOfError(error));
    }
    const parsed = TokenBody.safeParse(body);
    if (parsed.success) return { token: parsed.data.tenant_access_token, lifeSeconds: parsed.data.expire };
    throw new TokenTrouble(failureOfBody(body) ?? { trouble: 'unclear', code: 0 });
  }, elapsed);

  const withToken = async <T>(attempt: (token: string) => Promise<Reply<T>>): Promise<Reply<T>> => {
    try {
      const token = await tokens.current();
      const first = await attempt(token);
      if (first.ok || first.failure.trouble !== 'token') return first;
      tokens.refused(token);
      return await attempt(await tokens.current());
    } catch (error) {
      if (error instanceof TokenTrouble) return { ok: false, failure: error.failure };
      throw error;
    }
  };

  const request = (payload: object, timeout = answerTimeoutMs) =>
    withToken(async token => {
      try {
        const body: unknown = await client.request({ ...payload, timeout }, sdk.withTenantToken(token));
        const failure = failureOfBody(body);
        return failure ? { ok: false, failure } : { ok: true, value: body };
      } catch (error) {
        return { ok: false, failure: failureOfError(error) };
      }
    });

  return {
    http,
    call: ({ path, ...rest }) => request({ ...rest, url: path }),

    async upload(name, content) {
      const answer = await withToken(async token => {
        const file = namedStream(name, content);
        const sent = await client
          .request(
            {
              method: 'POST',
              url: '/open-apis/im/v1/files',
              headers: { 'Content-Type': 'multipart/form-data' },
              data: { file_type: uploadType(name), file_name: name, file },
              timeout: uploadTimeoutMs,
            },
            sdk.withTenantToken(token),
          )
          .then(
            (body: unknown): Reply<unknown> => {
              const failure = failureOfBody(body);
              return failure ? { ok: false, failure } : { ok: true, value: body };
            },
            (error: unknown): Reply<unknown> => ({ ok: false, failure: failureOfError(error) }),
          );
        return sent;
      });
      if (!answer.ok) return answer;
      const parsed = FileBody.safeParse(answer.value);
      return parsed.success
        ? { ok: true, value: parsed.data.data.file_key }
        : { ok: false, failure: { trouble: 'unclear', code: 0 } };
    },

    async download(messageId, attachment) {
      let tooLarge = false;
      const answer = await withToken(async (token): Promise<Reply<Readable>> => {
        try {
          const { getReadableStream, headers } = await client.im.v1.messageResource.get(
            { path: { message_id: messageId, file_key: attachment.key }, params: { type: attachment.type } },
            sdk.withTenantToken(token),
          );
          const stream = getReadableStream() as Readable;
          if (Number((headers as Record<string, unknown>)['content-length']) > incomingFileBytes) {
            tooLarge = true;
            stream.destroy();
            return { ok: false, failure: { trouble: 'content', code: 0 } };
          }
          return { ok: true, value: stream };
        } catch (error) {
          const response = (error as { response?: { status?: number; data?: unknown } }).response;
          if (!response) return { ok: false, failure: { trouble: 'unclear', code: 0 } };
          const code = await readCode(response.data);
          // 234037: above the 100 MB Feishu hands out (im-v1/message/get-message-resource).
          tooLarge = code === 234037;
          return { ok: false, failure: { trouble: troubleOf(code, response.status ?? 0), code } };
        }
      });
      return tooLarge && !answer.ok ? { ...answer, tooLarge: true } : answer;
    },
  };
};
