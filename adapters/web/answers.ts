import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { readBody } from '../../src/host/body.ts';
import type { OutFile } from '../../src/host/channel.ts';
import type { Issue } from '../../src/model/issue.ts';
import type { Refusal } from './wire.ts';

/** A request of the page: Node's own request, and whose browser it is. */
export interface Env {
  Bindings: HttpBindings;
  Variables: { browser: string };
}
export type App = Hono<Env>;
export type Asked = Context<Env>;

type Status = 400 | 401 | 403 | 404 | 409 | 413 | 429 | 503;

/** No, with a sentence for the person. */
export const refuse = (c: Asked, status: Status, code: string, message: string): Response =>
  c.json({ code, message } satisfies Refusal, status);

export const refuseIssues = (c: Asked, [first]: readonly Issue[]): Response =>
  refuse(c, 400, first?.code ?? 'web:bad-request', first?.message ?? '请求不完整。');

export const refuseNoRehearsal = (c: Asked): Response =>
  refuse(c, 409, 'web:no-rehearsal', '演练没有开始，请先选择演练日期。');

/** The body as bytes, or the refusal that answers it. */
export const bytesOf = async (c: Asked, maxBytes: number): Promise<Uint8Array | Response> => {
  const body = await readBody(c.env.incoming, maxBytes);
  if (body.kind === 'read') return body.bytes;
  if (body.kind === 'broken') return refuse(c, 400, 'web:broken', '内容没有传完，请重试。');
  if (body.kind === 'no-room') return refuse(c, 503, 'web:unavailable', '暂时不能处理，稍后会自动重试。');
  c.header('connection', 'close');
  return refuse(c, 413, 'web:too-large', '内容太长，请分几次发送，或作为文件上传。');
};

/** A file to keep. */
export const fileAnswer = async (c: Asked, file: OutFile, type: string): Promise<Response> => {
  const content = await file.content();
  return c.body(content, 200, {
    'content-type': type,
    'content-length': String(content.length),
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
};
