import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { HttpRoute, Intake, RawRequest, RawResponse } from '../../../src/host/channel.ts';
import { fileBody } from '../../../src/host/file-body.ts';
import { escapeHtml } from '../../../src/host/shelf/html.ts';
import { type DoorKey, type DoorWords, refusalKeys } from '../../../src/model/door-wording.ts';
import type { FileRefusal } from '../../../src/model/file.ts';
import { fileLimit } from '../files.ts';
import { appAddress } from './decode.ts';
import type { UploadLinks } from './upload-links.ts';

export const uploadPath = '/wecom/upload';
/** The form around a file of the largest size, and some room so that a larger one can be answered in words. */
const maxBytes = fileLimit + 4 * 1024 * 1024;

const page = (status: number, title: string, body: string): RawResponse => ({
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
<title>${title}</title><style>body{font:18px/1.7 sans-serif;max-width:32em;margin:2em auto;padding:0 1em}
button,input{font:inherit;margin:.5em 0}</style>${body}</html>`,
});

/** The pages around an upload. The words are the office's and come from its own folder: they are escaped like any text. */
const pagesOf = (say: DoorWords) => {
  const words = (key: DoorKey): string => escapeHtml(say(key));
  const title = words('door.uploadTitle');
  const line = (status: number, key: DoorKey, more = ''): RawResponse =>
    page(status, title, `<p>${words(key)}</p>${more}`);
  const again = `<p><a href="">${words('door.uploadAgain')}</a></p>`;
  return {
    form: page(
      200,
      title,
      `<h1>${title}</h1><p>${words('door.uploadHelp')}</p>
<form method="post" enctype="multipart/form-data"><input type="file" name="file" required aria-label="${words('door.uploadPick')}">
<p><button>${words('door.uploadSend')}</button></p></form>`,
    ),
    expired: line(410, 'door.uploadExpired'),
    done: line(200, 'door.uploadDone'),
    large: line(413, 'door.uploadLarge'),
    none: line(400, 'door.uploadNone', again),
    busy: line(503, 'door.uploadBusy'),
    refused: (reason: FileRefusal): RawResponse => line(415, refusalKeys[reason], again),
  };
};

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
export const uploadRoute = (
  links: UploadLinks,
  agentId: number,
  words: DoorWords,
  intake: () => Intake | null,
): HttpRoute => {
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
      return pagesOf(words).refused(body.reason);
    }
    const receipt = await house.receive({ ...base, body });
    if (['duplicate', 'refused', 'limited'].includes(receipt.outcome)) return pagesOf(words).expired;
    return kept.ok ? pagesOf(words).done : pagesOf(words).large;
  };

  const memberOf = (query: URLSearchParams): string | null => {
    const house = intake();
    return house === null ? null : links.member(query.get('t') ?? '', house.now());
  };

  return {
    path: uploadPath,
    maxBytes,
    admit: ({ query }) => (memberOf(query) === null ? pagesOf(words).expired : null),
    async handle(request) {
      const pages = pagesOf(words);
      const house = intake();
      const link = request.query.get('t') ?? '';
      const member = memberOf(request.query);
      if (house === null || member === null) return pages.expired;
      if (request.method === 'GET') return pages.form;
      if (request.method !== 'POST') return { status: 405 };
      const file = await fileOf(request);
      if (file === null) return pages.none;
      if (!links.use(link)) return pages.expired;
      try {
        return await receive(house, link, member, file);
      } catch {
        links.giveBack(link);
        return pages.busy;
      }
    },
  };
};
