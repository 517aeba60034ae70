import { editDistance } from '../model/edit-distance.ts';

/** Longer words are not compared: nobody mistypes a whole paragraph into a name. */
const longestWord = 100;

/** The known word that `word` was probably meant to be, or null when none is near. */
export const nearest = (word: string, known: Iterable<string>): string | null => {
  if (word.length > longestWord) return null;
  let best: { candidate: string; cost: number } | null = null;
  for (const candidate of known) {
    if (candidate.length > longestWord) continue;
    const cost = editDistance(word.toLowerCase(), candidate.toLowerCase());
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
