import { Converter } from 'opencc-js/t2cn';

const convert = Converter({ from: 't', to: 'cn' });

/** First and last of the CJK unified ideographs (Unicode 17, block 4E00–9FFF): all that people type and a table knows. */
const FIRST = 0x4e00;
const LAST = 0x9fff;

/** Characters that the table writes in another way, found once by asking it: most texts have none and need no table. */
const traditional = new Set(
  Array.from({ length: LAST - FIRST + 1 }, (_, at) => String.fromCodePoint(FIRST + at)).filter(
    character => convert(character) !== character,
  ),
);

const hasTraditional = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) if (traditional.has(text[at]!)) return true;
  return false;
};

/** 轉人工 -> 转人工: one spelling to compare in. What a person wrote is kept as written; this is never what is stored. */
export const simplified = (text: string): string => (hasTraditional(text) ? convert(text) : text);
