import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { HttpRoute, Intake, RawRequest, RawResponse } from '../../../src/host/channel.ts';
import { fileBody } from '../../../src/host/file-body.ts';
import { fileLimit } from '../files.ts';
import { appAddress } from './decode.ts';
import type { UploadLinks } from './upload-links.ts';

export const uploadPath = '/wecom/upload';
/** The form around a file of the largest size, and some room so that a larger one can be answered in words. */
const maxBytes = fileLimit + 4 * 1024 * 1024;

const page = (status: number, body: string): RawResponse => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  },
  body: `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>上传材料</title><style>body{font:18px/1.7 sans-serif;max-width:32em;margin:2em auto;padding:0 1em}
button,input{font:inherit;margin:.5em 0}</style>${body}</html>`,
});

const form = page(
  200,
  `<h1>上传材料</h1><p>可上传 Word、Excel、PDF、图片，每个文件不超过 20 MB。本链接仅可使用一次。</p>
<form method="post" enctype="multipart/form-data"><input type="file" name="file" required aria-label="选择文件">
<p><button>上传</button></p></form>`,
);

const expired = page(410, '<p>此链接已失效或已使用。请回到企业微信，发送“上传文件”获取新的链接。</p>');

/** The file of a submitted form, or null when there is none. */
const fileOf = async (request: RawRequest): Promise<File | null> => {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return null;
  try {
    const body = new Uint8Array(request.body);
    const data = await new Response(body, { headers: { 'content-type': type } }).formData();
    const file = data.get('file');
    return file instanceof File && file.size > 0 ? file : null;
  } catch {
    return null;
  }
};

/** The page behind a one-time upload link: a form, and the file that comes back from it as an event. */
export const uploadRoute = (links: UploadLinks, agentId: number, intake: () => Intake | null): HttpRoute => {
  const receive = async (house: Intake, link: string, member: string, file: File): Promise<RawResponse> => {
    const base = {
      id: `wecom:${agentId}:up:${createHash('sha256').update(link).digest('hex').slice(0, 40)}`,
      at: house.now(),
      address: appAddress(member),
      actor: { id: `wecom:${member}` },
    };
    const kept = await house.keepFile(
      Readable.fromWeb(file.stream() as WebStream),
      file.name || '文件',
      fileLimit,
    );
    const body = fileBody(kept, file.name);
    if (body.kind === 'file-refused' && body.reason !== 'too-large') {
      links.giveBack(link);
      return page(
        415,
        '<p>不能接收此类文件，请上传 Word、Excel、PDF 或图片。</p><p><a href="">重新选择</a></p>',
      );
    }
    const receipt = await house.receive({ ...base, body });
    if (['duplicate', 'refused', 'limited'].includes(receipt.outcome)) return expired;
    return kept.ok
      ? page(200, '<p>文件已收到。请回到企业微信继续。</p>')
      : page(413, '<p>文件超过 20 MB，未能接收。请压缩后，发送“上传文件”获取新的链接。</p>');
  };

  const memberOf = (query: URLSearchParams): string | null => {
    const house = intake();
    return house === null ? null : links.member(query.get('t') ?? '', house.now());
  };

  return {
    path: uploadPath,
    maxBytes,
    admit: ({ query }) => (memberOf(query) === null ? expired : null),
    async handle(request) {
      const house = intake();
      const link = request.query.get('t') ?? '';
      const member = memberOf(request.query);
      if (house === null || member === null) return expired;
      if (request.method === 'GET') return form;
      if (request.method !== 'POST') return { status: 405 };
      const file = await fileOf(request);
      if (file === null) return page(400, '<p>没有收到文件，请重新选择。</p><p><a href="">返回</a></p>');
      if (!links.use(link)) return expired;
      try {
        return await receive(house, link, member, file);
      } catch {
        links.giveBack(link);
        return page(503, '<p>系统繁忙，文件未能保存，请稍后再试。</p>');
      }
    },
  };
};
