const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  '○': 0,
  o: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000, 万: 10_000, 亿: 100_000_000 };

/**
 * A number in digits or in words, or both: 3 · 3.5 · 十 · 二十六 · 三千五 · 1千8 · 一亿两千万 · 2.5亿 · 二〇二二 (digit by digit) · 一点五. Null when
 * it is none.
 */
export const chineseNumber = (text: string): number | null => {
  if (/^[0-9]+(?:\.[0-9]+)?$/.test(text)) return Number(text);
  const point = text.indexOf('点');
  if (point > 0) {
    const whole = chineseNumber(text.slice(0, point));
    const part = [...text.slice(point + 1)].map(letter => digits[letter]);
    if (whole === null || part.length === 0 || part.includes(undefined)) return null;
    return Number(`${whole}.${part.join('')}`);
  }
  if (text === '') return null;
  if ([...text].every(letter => letter in digits))
    return Number([...text].map(letter => digits[letter]).join(''));
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  let last = 1;
  for (const [part] of text.matchAll(/\d+(?:\.\d+)?|./gu)) {
    const value = digits[part] ?? (/^\d/.test(part) ? Number(part) : undefined);
    const unit = units[part];
    if (value !== undefined) {
      // 三五 behind a unit is no number, but some between two.
      if (digit !== null && digit !== 0) return null;
      digit = value;
    } else if (unit === undefined) return null;
    else {
      if (unit === 100_000_000) total = (total + section + (digit ?? 0)) * unit;
      else if (unit === 10_000) total += (section + (digit ?? 0)) * unit;
      section = unit >= 10_000 ? 0 : section + (digit ?? 1) * unit;
      digit = null;
      last = unit;
    }
  }
  // 三千五: the last digit counts a tenth of the unit before it.
  const short = digit !== null && digit < 10 && last >= 100 && !/[零〇]/.test(text);
  return total + section + (digit === null ? 0 : short ? (digit * last) / 10 : digit);
};

/** Digits as they are said over the phone: 幺 so that it is not heard as 七, 洞, 拐 and 勾 as in radio. */
const dictated: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  洞: '0',
  一: '1',
  幺: '1',
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  拐: '7',
  八: '8',
  九: '9',
  勾: '9',
};

/** What stands for a digit of a number that is said digit by digit, as the inside of a character class. */
export const dictatedDigit = `0-9${Object.keys(dictated).join('')}`;

/** 幺三九，九六二幺 -> 139，9621: a number said digit by digit, in digits. */
export const withDigits = (text: string): string =>
  [...text].map(letter => dictated[letter] ?? letter).join('');
