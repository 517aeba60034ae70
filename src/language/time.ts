import { has } from './clauses.ts';
import type { Token } from './lexicon.ts';
import { chineseNumber } from './numbers.ts';
import type { Time } from './reading.ts';

/** 过了三年了, 不到三年: how long ago in years, a half more or less than what is named; null when it does not say. */
export const elapsedIn = (text: string): number | null => {
  const match =
    /(早就|已经|已|都|早)?(过|满|超过|不止|有)?了?(不到|不足|未满|没满|没到|没过|还没到|还没满|还没过|未过)?(?:整整)?([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:个)?(年|周年)(?:多|期|整)?(?:了|的)?$/u.exec(
      text,
    );
  if (!match || (!match[2] && !match[3])) return null;
  const years = chineseNumber(match[4]!);
  return years === null ? null : match[3] ? years - 0.5 : years + 0.5;
};

/** 去年 1, 前年 2, 大前年 3, 五年前 5, 2019年 by its year; the nearest one before or after in the clause counts. */
export const timeOf = (text: string, tokens: readonly Token[]): Time => {
  const now: Time = { kind: 'now' };
  if (/大前年/u.test(text)) return { kind: 'past', yearsAgo: 3, year: null };
  if (/前年/u.test(text)) return { kind: 'past', yearsAgo: 2, year: null };
  if (/去年|上一年|上年度|去岁/u.test(text)) return { kind: 'past', yearsAgo: 1, year: null };
  const vague: Time = { kind: 'past', yearsAgo: null, year: null };
  const ago = /([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(?:来|多)?年(?:多)?(?:以前|之前|前)/u.exec(text);
  if (ago) return { kind: 'past', yearsAgo: chineseNumber(ago[1]!), year: null };
  if (/(?<![十几数好多])[十几数好多]+年(?:以前|之前|前)/u.test(text)) return vague;
  const year =
    /((?:19|20)[0-9]{2})(?:年|[-./])|([零〇○一二三四五六七八九]{4})年|(?<![0-9])([0-9]{2})年(?!前|后|来|多|内)/u.exec(
      text,
    );
  if (year) {
    const written = chineseNumber(year[1] ?? year[2] ?? year[3]!);
    if (written !== null)
      return {
        kind: 'past',
        yearsAgo: null,
        year: written < 100 ? (written < 50 ? 2000 + written : 1900 + written) : written,
      };
  }
  if (/前几年|头几年|早几年|好些年前/u.test(text)) return vague;
  if (/(?:个|几个|两个|半)月(?:以前|之前|前)|(?:天|周|星期)前/u.test(text))
    return { kind: 'past', yearsAgo: 0, year: null };
  if (tokens.some(token => has(token, 'recent'))) return { kind: 'past', yearsAgo: 0, year: null };
  if (tokens.some(token => has(token, 'past'))) return vague;
  return now;
};
