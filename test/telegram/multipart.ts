export interface Upload {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * multipart/form-data as tdlib's HttpReader takes it: header values are cut at `;` and quotes around them dropped, so
 * a file name with a semicolon loses its end. Throws on anything that is no such body.
 */
export const parseMultipart = (
  contentType: string,
  body: Buffer,
): { readonly fields: Record<string, string>; readonly uploads: Map<string, Upload> } => {
  const boundary = /^multipart\/form-data;\s*boundary=(\S+)$/.exec(contentType)?.[1];
  if (!boundary) throw new Error(`no multipart form: ${contentType}`);
  const fields: Record<string, string> = {};
  const uploads = new Map<string, Upload>();
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  if (at < 0) throw new Error('no first boundary');
  for (;;) {
    const start = at + mark.length;
    if (body.subarray(start, start + 2).toString() === '--') return { fields, uploads };
    const next = body.indexOf(mark, start);
    if (next < 0) throw new Error('no closing boundary');
    const part = body.subarray(start + 2, next - 2);
    const split = part.indexOf('\r\n\r\n');
    const header = part.subarray(0, split).toString().split('\r\n')[0]!;
    const content = part.subarray(split + 4);
    const [, ...attributes] = header.split(';').map(piece => piece.trim());
    const values = new Map(
      attributes.map(piece => {
        const equals = piece.indexOf('=');
        return [piece.slice(0, equals), piece.slice(equals + 1).replace(/^"|"$/g, '')] as const;
      }),
    );
    const name = values.get('name');
    if (name === undefined) throw new Error('a part without name');
    const file = values.get('filename');
    if (file === undefined) fields[name] = content.toString();
    else uploads.set(name, { name: file, content });
    at = next;
  }
};
