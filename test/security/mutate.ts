/** Repeatable numbers from 0 to 1 (mulberry32). */
export const numbers = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};
export type Random = ReturnType<typeof numbers>;

export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** Signs that parsers and readers stumble over. */
const odd = [
  '\u0000',
  '\n',
  '\r\n',
  '\t',
  '\u200b',
  '\u202e',
  '\u2028',
  '\ufeff',
  '\ud800',
  '𠮷',
  '👨‍👩‍👧',
  'é',
  '①',
  '＠',
  '%',
  '&lt;',
  '<',
  '>',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  '（',
  '：',
  '。',
  '，',
  '、',
  '0',
  '9999999999999999999',
  '-1',
  '1e309',
  'null',
  '__proto__',
  'constructor',
  '一',
  '不',
  '是',
  '否',
  '元',
  '万',
  '年',
  '月',
  '，，，',
  '是是是',
  '/',
  '@',
  '#',
] as const;

const at = (random: Random, text: string): number => Math.floor(random() * (text.length + 1));

/** One small change of a text. `others`: texts a piece may be taken from. */
const changed = (random: Random, text: string, others: readonly string[]): string => {
  const from = at(random, text);
  const to = Math.min(text.length, from + Math.floor(random() * 12));
  switch (Math.floor(random() * 8)) {
    case 0:
      return text.slice(0, from) + text.slice(to);
    case 1:
      return text.slice(0, from) + pick(random, odd) + text.slice(from);
    case 2:
      return (
        text.slice(0, from) + text.slice(from, to).repeat(1 + Math.floor(random() * 60)) + text.slice(to)
      );
    case 3:
      return text.slice(0, from);
    case 4:
      return text.slice(0, from) + pick(random, others) + text.slice(from);
    case 5:
      return text.slice(from, to) + text.slice(0, from) + text.slice(to);
    case 6:
      return text.slice(0, from) + String.fromCharCode(Math.floor(random() * 65_536)) + text.slice(to);
    default:
      return text.slice(0, from) + pick(random, odd).repeat(1 + Math.floor(random() * 400)) + text.slice(to);
  }
};

/** A text with one to five changes. */
export const mutatedText = (random: Random, seeds: readonly string[]): string => {
  let text = pick(random, seeds);
  for (let left = 1 + Math.floor(random() * 5); left > 0; left -= 1) text = changed(random, text, seeds);
  return text;
};

/** Bytes with one to eight changes. */
export const mutatedBytes = (random: Random, seeds: readonly Uint8Array[]): Uint8Array => {
  let bytes = Buffer.from(pick(random, seeds));
  for (let left = 1 + Math.floor(random() * 8); left > 0; left -= 1) {
    const from = Math.floor(random() * bytes.length);
    const to = Math.min(bytes.length, from + Math.floor(random() * 64));
    const kind = Math.floor(random() * 5);
    if (kind === 0 && bytes.length > 0) bytes[from] = Math.floor(random() * 256);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
    else if (kind === 3) bytes = bytes.subarray(0, from);
    else {
      const other = pick(random, seeds);
      bytes = Buffer.concat([bytes.subarray(0, from), other.subarray(Math.floor(random() * other.length))]);
    }
  }
  return bytes;
};
