import { Converter } from 'opencc-js/t2cn';

/** Forms used in Hong Kong and Taiwan that the table of traditional characters does not know: 衞生, 接著. */
const regional: readonly (readonly [RegExp, string])[] = [
  [/衞/g, '卫'],
  [/敍/g, '叙'],
  [/(?<=[接跟随隨沿])著/g, '着'],
];
const table = Converter({ from: 't', to: 'cn' });
const convert = (text: string): string =>
  regional.reduce((so, [from, to]) => so.replace(from, to), table(text));

/** First and last of the CJK unified ideographs (Unicode 17, block 4E00–9FFF): all that people type and a table knows. */
const FIRST = 0x4e00;
const LAST = 0x9fff;

/** Characters that the table writes in another way, found once by asking it: most texts have none and need no table. */
const traditional = Uint8Array.from({ length: LAST - FIRST + 1 }, (_, at) => {
  const character = String.fromCodePoint(FIRST + at);
  return character === '著' || convert(character) !== character ? 1 : 0;
});

const hasTraditional = (text: string): boolean => {
  // What lies outside the block is undefined there.
  for (let at = 0; at < text.length; at += 1) if (traditional[text.charCodeAt(at) - FIRST] === 1) return true;
  return false;
};

/** 轉人工 -> 转人工: one spelling to compare in. What a person wrote is kept as written; this is never what is stored. */
export const simplified = (text: string): string => (hasTraditional(text) ? convert(text) : text);
