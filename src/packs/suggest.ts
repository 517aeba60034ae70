/** Number of single-character slips (wrong, missing, extra, swapped) between two words. */
const distance = (a: string, b: string): number => {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const above = rows[i - 1]!;
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, rows[i - 2]![j - 2]! + 1);
      row.push(cost);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
};

/** Longer words are not compared: nobody mistypes a whole paragraph into a name. */
const longestWord = 100;

/** The known word that `word` was probably meant to be, or null when none is near. */
export const nearest = (word: string, known: Iterable<string>): string | null => {
  if (word.length > longestWord) return null;
  let best: { candidate: string; cost: number } | null = null;
  for (const candidate of known) {
    if (candidate.length > longestWord) continue;
    const cost = distance(word.toLowerCase(), candidate.toLowerCase());
    if (cost <= Math.max(1, Math.floor(candidate.length / 3)) && (!best || cost < best.cost)) {
      best = { candidate, cost };
    }
  }
  return best?.candidate ?? null;
};

/** `是不是「x」？` for the nearest known word, else the known words, shortened. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known);
  if (near !== null) return `是不是「${near}」？`;
  const words = [...new Set(known)];
  if (words.length === 0) return '这里还没有可用的，先添加，或删去这一项';
  return `可用的有：${words.slice(0, 12).join('、')}${words.length > 12 ? ` 等 ${words.length} 个` : ''}`;
};
