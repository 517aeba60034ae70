/**
 * What a platform counts its text limit in. `characters` are UTF-16 code units: the strictest reading of the word, and
 * the unit of Telegram's entity offsets (core.telegram.org/bots/api#messageentity). `bytes` are UTF-8 bytes (企业微信).
 */
export type TextUnit = 'characters' | 'bytes';

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

export const lengthIn = (text: string, unit: TextUnit): number =>
  unit === 'characters' ? text.length : Buffer.byteLength(text);

/** How good it is to break after this grapheme: line end, sentence end, pause, anywhere. */
const breakQuality = (grapheme: string): number => {
  if (/[\n\r]$/.test(grapheme)) return 3;
  if (/^[。！？；!?;]$/.test(grapheme)) return 2;
  return /^[\s，、,：:）)]$/.test(grapheme) ? 1 : 0;
};

/**
 * Han, ASCII and common punctuation, of which each sign is a grapheme of its own whatever stands beside it: nearly every
 * text, and ten times as quick as asking for boundaries (UAX #29).
 */
const onlySingleSigns = /^[\n\t\x20-\x7e\u2014\u2018-\u201d\u2026\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e]*$/;

/** Graphemes, except that one longer than the limit (stacked accents) falls apart into code points. */
const unitsOf = function* (text: string, limit: number, unit: TextUnit): Generator<string> {
  if (onlySingleSigns.test(text)) {
    yield* text;
    return;
  }
  for (const { segment } of graphemes.segment(text)) {
    if (lengthIn(segment, unit) <= limit) yield segment;
    else yield* segment;
  }
};

/**
 * Cut a text into parts of at most `limit` units, so that `parts.join('') === text`. Breaks after a line, sentence or
 * pause in the second half of a part if there is one, and never inside what a reader sees as one character (an emoji
 * family, a letter with its accents) unless that alone is over the limit. An empty text has no parts.
 *
 * @throws RangeError for a limit below 4, which one code point of UTF-8 may need.
 */
export const splitText = (text: string, limit: number, unit: TextUnit): string[] => {
  if (limit < 4) throw new RangeError(`limit ${limit} is below the 4 bytes one code point may need`);
  if (text !== '' && lengthIn(text, unit) <= limit) return [text];
  const parts: string[] = [];
  let part = '';
  let size = 0;
  let best = { at: 0, size: 0, quality: 0 };
  for (const piece of unitsOf(text, limit, unit)) {
    const pieceSize = lengthIn(piece, unit);
    while (size + pieceSize > limit) {
      const cut = best.size * 2 >= limit ? best : { at: part.length, size };
      parts.push(part.slice(0, cut.at));
      part = part.slice(cut.at);
      size -= cut.size;
      best = { at: 0, size: 0, quality: 0 };
    }
    part += piece;
    size += pieceSize;
    const quality = breakQuality(piece);
    if (quality > 0 && (quality >= best.quality || best.size * 2 < limit)) {
      best = { at: part.length, size, quality };
    }
  }
  return part === '' ? parts : [...parts, part];
};

/** Shorten a label to `limit` units; what was cut off is shown by an ellipsis. */
export const shorten = (text: string, limit: number, unit: TextUnit): string => {
  if (lengthIn(text, unit) <= limit) return text;
  const room = limit - lengthIn('…', unit);
  let kept = '';
  let size = 0;
  for (const { segment } of graphemes.segment(text)) {
    size += lengthIn(segment, unit);
    if (size > room) break;
    kept += segment;
  }
  return `${kept}…`;
};
