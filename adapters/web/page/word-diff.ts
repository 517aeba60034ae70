/** A run of text: in both versions, only in the earlier one, or only in the later one. */
export interface DiffRun {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Longer texts, in words, are shown whole as before and after: the table below grows with the product of both. */
const mostWords = 1_500;

const words = new Intl.Segmenter('zh', { granularity: 'word' });
const wordsOf = (text: string): string[] => Array.from(words.segment(text), ({ segment }) => segment);

const joined = (runs: readonly DiffRun[]): DiffRun[] => {
  const merged: DiffRun[] = [];
  for (const { kind, text } of runs) {
    if (text === '') continue;
    const last = merged.at(-1);
    if (last?.kind === kind) merged[merged.length - 1] = { kind, text: last.text + text };
    else merged.push({ kind, text });
  }
  return merged;
};

/** What changed between two texts, word by word: the longest common run of words stays, the rest is gone or new. */
export const wordDiff = (before: string, after: string): DiffRun[] => {
  const [a, b] = [wordsOf(before), wordsOf(after)];
  if (a.length > mostWords || b.length > mostWords)
    return joined([
      { kind: 'gone', text: before },
      { kind: 'new', text: after },
    ]);
  const width = b.length + 1;
  /** At (i, j): length of the longest common run of what follows i in the one and j in the other. */
  const common = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      common[i * width + j] =
        a[i] === b[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const runs: DiffRun[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      runs.push({ kind: 'same', text: a[i]! });
      i += 1;
      j += 1;
    } else if (
      i < a.length &&
      (j === b.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    ) {
      runs.push({ kind: 'gone', text: a[i]! });
      i += 1;
    } else {
      runs.push({ kind: 'new', text: b[j]! });
      j += 1;
    }
  }
  return joined(runs);
};
