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
