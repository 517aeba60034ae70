import { typedLines } from '../model/plain-text.ts';
import { splitText } from './text-split.ts';

/**
 * Explicit direction controls (Unicode UAX #9, table "Explicit Directional Embeddings/Overrides/Isolates" and the
 * implicit marks). In user text they can make a line read as something else ("已批准" out of an answer).
 */
const direction = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** C0 controls other than tab and line feed, DEL and C1. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const strongRightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802-\ud803\ud83a-\ud83b][\udc00-\udfff]/;

const named = (character: string): string =>
  `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;

/**
 * Text somebody typed, made harmless to show beside ours: lone surrogates become U+FFFD, invisible controls get a
 * visible name, and right-to-left writing is isolated (FSI … PDI) so that it cannot reorder what stands around it.
 * Markup is not touched: each platform's encoder escapes it last.
 */
export const inertText = (text: string): string => {
  const shown = text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(direction, named)
    .replace(controls, named);
  return strongRightToLeft.test(shown)
    ? shown
        .split('\n')
        .map(line => `\u2068${line}\u2069`)
        .join('\n')
    : shown;
};

/**
 * Longest line of somebody's text before it goes on in another, in UTF-16 units: less than half of the smallest message
 * (2,048 bytes, WeCom), so that a message that has to be cut is cut where a marked line begins.
 */
const LONGEST_LINE = 300;

/**
 * Inert text of a person behind a label of ours: every line but the first bears a mark, so that none of them can stand as
 * a row or sentence of ours. `all`: the first as well, where no label stands before it.
 */
export const markedLines = (text: string, which: 'further' | 'all' = 'further'): string =>
  typedLines(
    inertText(text)
      .split(/[\n\u2028\u2029]/)
      .flatMap(line => (line.length > LONGEST_LINE ? splitText(line, LONGEST_LINE, 'characters') : [line])),
    which,
  );
