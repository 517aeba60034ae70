/** Number of single-character changes that turn one word into the other. */
const distance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row.push(
        Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    }
    previous = row;
  }
  return previous[b.length]!;
};

/** The known word that `word` was probably meant to be, or null when none is near. */
export const nearest = (word: string, known: Iterable<string>): string | null => {
  let best: { candidate: string; cost: number } | null = null;
  for (const candidate of known) {
    const cost = distance(word.toLowerCase(), candidate.toLowerCase());
    if (cost <= Math.max(1, Math.floor(candidate.length / 3)) && (!best || cost < best.cost)) {
      best = { candidate, cost };
    }
  }
  return best?.candidate ?? null;
};

/** `是不是「x」？` for the nearest known word, else the list of known words (shortened), else nothing. */
export const didYouMean = (word: string, known: readonly string[]): string | undefined => {
  const near = nearest(word, known);
  if (near !== null) return `是不是「${near}」？`;
  if (known.length === 0) return undefined;
  const shown = known.slice(0, 12).join('、');
  return `可用的有：${shown}${known.length > 12 ? ` 等 ${known.length} 个` : ''}`;
};
