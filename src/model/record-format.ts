/** Brackets that people type for one another: 〔2022〕 is on no keyboard. */
const brackets: readonly (readonly [string, string])[] = [
  ['〔[［【(（', '[〔\\[［【(（]'],
  ['〕]］】)）', '[〕\\]］】)）]'],
];

/** `…〔0〕0号`: `…` stands for words, `0` for a number, everything else for itself. */
const patternOf = (format: string): RegExp => {
  const parts = [...format].map(sign => {
    if (sign === '…') return '([\\p{L}\\p{N}·]{1,40}?)';
    if (sign === '0') return '(\\d{1,8})';
    return (
      brackets.find(([alike]) => alike.includes(sign))?.[1] ?? sign.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    );
  });
  return new RegExp(`^${parts.join('\\s*')}$`, 'u');
};

/** A text written as `format` says, in the signs of the format; null when it is not like it. At most a line of text. */
export const formatted = (format: string, typed: string): string | null => {
  const found = patternOf(format).exec(typed.normalize('NFKC'));
  if (!found) return null;
  const values = found.slice(1);
  return format.replace(/[…0]/gu, () => values.shift() ?? '');
};
