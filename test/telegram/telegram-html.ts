/*
 * Telegram's HTML parse mode and its automatic entities, strict, for the fake Bot API server.
 * Source: core.telegram.org/bots/api#html-style and #messageentity; wording of errors: tdlib MessageEntity.cpp.
 */

export interface Entity {
  readonly type: string;
  /** UTF-16 code units. */
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

export interface ParsedText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** `Bad Request: can't parse entities: …` */
export class EntityError extends Error {}

const typeOfTag: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

const namedEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

const decodeEntities = (text: string): string =>
  text.replace(/&(?:(lt|gt|amp|quot)|#(\d+)|#x([0-9a-f]+));/gi, (whole, name, decimal, hex) => {
    if (name) return namedEntities[String(name).toLowerCase()] ?? whole;
    return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16));
  });

/** Parse HTML as the Bot API does; throws EntityError with its wording. */
export const parseHtml = (html: string): ParsedText => {
  let text = '';
  const entities: Entity[] = [];
  const open: { tag: string; offset: number; url?: string }[] = [];
  for (const { 0: token, index } of html.matchAll(/<[^>]*>|[^<]+|</g)) {
    const at = Buffer.byteLength(html.slice(0, index));
    if (!token.startsWith('<')) {
      text += decodeEntities(token);
      continue;
    }
    const found = /^<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>$/i.exec(token);
    if (!found) throw new EntityError(`Unclosed start tag at byte offset ${at}`);
    const [, slash, name, attributes = ''] = found;
    const tag = name!.toLowerCase();
    if (!(tag in typeOfTag)) throw new EntityError(`Unsupported start tag "${tag}" at byte offset ${at}`);
    if (!slash) {
      if (open.some(({ tag: outer }) => outer === 'code' || outer === 'pre')) {
        throw new EntityError(`"${tag}" can't be inside code at byte offset ${at}`);
      }
      if (tag === 'blockquote' && open.some(({ tag: outer }) => outer === tag)) {
        throw new EntityError('Blockquote entities can not be nested');
      }
      const url = /href="([^"]*)"/.exec(attributes)?.[1];
      open.push({ tag, offset: text.length, ...(url === undefined ? {} : { url: decodeEntities(url) }) });
      continue;
    }
    const last = open.pop();
    if (last?.tag !== tag) {
      throw new EntityError(
        `Unmatched end tag at byte offset ${at}, expected "</${last?.tag}>", found "</${tag}>"`,
      );
    }
    if (text.length > last.offset) {
      const { offset, url } = last;
      entities.push({
        type: typeOfTag[tag]!,
        offset,
        length: text.length - offset,
        ...(url === undefined ? {} : { url }),
      });
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) throw new EntityError(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text, entities };
};

const automatic: readonly (readonly [string, RegExp])[] = [
  [
    'url',
    /(?:https?:\/\/|www\.)[^\s<>]+|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.(?:com|cn|org|net|example|gov|io|中国)(?:\/[^\s]*)?/giu,
  ],
  ['email', /[\w.+-]+@[\w-]+\.[\w.]+/g],
  ['mention', /(?<![\w/])@[A-Za-z0-9_]{3,32}/g],
  ['hashtag', /(?<![\p{L}\p{N}&])#[\p{L}\p{N}_]*[\p{L}][\p{L}\p{N}_]*/gu],
  ['cashtag', /(?<![\w])\$[A-Z]{1,8}(?![A-Za-z])/g],
  ['bot_command', /(?<![\w/<>])\/[a-zA-Z0-9_]{1,64}(?:@[A-Za-z0-9_]+)?/g],
];

/** What the server finds by itself in a text, except inside code. */
export const automaticEntities = ({ text, entities }: ParsedText): Entity[] => {
  const shielded = entities.filter(({ type }) => type === 'code' || type === 'pre');
  return automatic.flatMap(([type, pattern]) =>
    [...text.matchAll(pattern)]
      .map(found => ({ type, offset: found.index, length: found[0].length }))
      .filter(({ offset, length }) =>
        shielded.every(area => offset >= area.offset + area.length || offset + length <= area.offset),
      ),
  );
};
