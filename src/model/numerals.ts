const digits = '零一二三四五六七八九';

/** `二十四` -> 24. Reads 1 to 999; NaN for anything else. `〇` counts as `零`. */
export const fromChinese = (numeral: string): number => {
  if (!/^[零〇一二三四五六七八九十百]+$/.test(numeral)) return Number.NaN;
  const match =
    /^(?:([一二三四五六七八九])百)?零?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/.exec(
      numeral.replaceAll('〇', '零'),
    );
  if (!match) return Number.NaN;
  const [, hundreds, tens, ten, ones] = match;
  const value = (digit: string | undefined) => (digit === undefined ? 0 : digits.indexOf(digit));
  return value(hundreds) * 100 + (ten ? value(tens ?? '一') * 10 : 0) + value(ones) || Number.NaN;
};

/** 24 -> `二十四`, 105 -> `一百零五`, for 1 to 999. */
export const toChinese = (value: number): string => {
  const [hundreds, rest, ones] = [Math.floor(value / 100), value % 100, value % 10];
  const tens = Math.floor(rest / 10);
  const head = hundreds === 0 ? '' : `${digits[hundreds]}百`;
  const middle =
    tens > 0 ? `${tens === 1 && hundreds === 0 ? '' : digits[tens]}十` : hundreds > 0 && ones > 0 ? '零' : '';
  return `${head}${middle}${ones === 0 ? '' : digits[ones]}`;
};
