/** Part of a text, marked or not. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** A stretch of text by UTF-16 offsets. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Cut `text`, which begins at offset `at` of a longer one, where the stretches of the longer one begin and end. */
export const cut = (text: string, at: number, stretches: readonly Stretch[]): Piece[] => {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    const first = Math.max(from, start - at);
    const last = Math.min(text.length, end - at);
    if (last <= first) continue;
    if (first > from) pieces.push({ text: text.slice(from, first), marked: false });
    pieces.push({ text: text.slice(first, last), marked: true });
    from = last;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), marked: false });
  return pieces;
};

/** Where each of `words` stands first in `text`. */
export const find = (text: string, words: readonly string[], from = 0): Stretch[] =>
  words.flatMap(word => {
    const start = word === '' ? -1 : text.indexOf(word, from);
    return start < 0 ? [] : [{ start, end: start + word.length }];
  });
