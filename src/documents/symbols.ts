import { dec } from 'dingbat-to-unicode';

/** Fonts whose letters are pictures: what is typed as「R」is seen as a ticked box. */
const symbolFonts = ['Wingdings', 'Wingdings 2', 'Wingdings 3', 'Webdings', 'Symbol'] as const;
type SymbolFont = (typeof symbolFonts)[number];

/** The symbol font of this name, whatever its case; `null` for a font of letters. */
export const symbolFontOf = (name: string): SymbolFont | null =>
  symbolFonts.find(font => font.toLowerCase() === name.trim().toLowerCase()) ?? null;

/** Windows-1252 80-9F: how editors write down those codes of a symbol font (WHATWG Encoding, windows-1252). */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** A picture that no table knows; shown as an unknown mark, never as the letter it is typed with. */
export const unknownSymbol = '\ufffc';

const codeOf = (character: string): number | null => {
  const point = character.codePointAt(0)!;
  // Symbol fonts live in F000-F0FF when a program wants them untouched (ECMA-376 Part 1, 17.3.3.30).
  if (point >= 0xf000 && point <= 0xf0ff) return point - 0xf000;
  if (point <= 0xff) return point;
  const shifted = windows1252.indexOf(character);
  return shifted < 0 ? null : 0x80 + shifted;
};

/** What a reader sees of text in a symbol font, as Unicode. Characters the font does not have are left alone. */
export const decodeSymbols = (font: SymbolFont, text: string): string => {
  let seen = '';
  for (const character of text) {
    const code = codeOf(character);
    seen +=
      code === null || /\s/.test(character) ? character : (dec(font, `${code}`)?.string ?? unknownSymbol);
  }
  return seen;
};
