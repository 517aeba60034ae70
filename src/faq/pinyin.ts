import { spelling } from '../language/confusable.ts';

/** Pinyin of a word without tones, or null when a character is not in the table. */
const pinyinOf = (word: string): string | null => {
  const sound = [...word].map(letter => spelling.get(letter));
  return sound.every(part => part !== undefined) ? sound.join('') : null;
};

/** Letters shorter than this are taken for an abbreviation (ddl, kpi) and not for pinyin. */
const shortestPinyin = 5;

/** Reads runs of Latin letters that are nothing but words of the notice in pinyin: `jiezhiriqi` -> `截止日期`. */
export const pinyinReader = (words: readonly string[]): ((text: string) => string) => {
  const bySound = new Map<string, string>();
  for (const word of words) {
    const sound = pinyinOf(word);
    if (sound && !bySound.has(sound)) bySound.set(sound, word);
  }
  const longest = [...bySound.keys()].sort((a, b) => b.length - a.length);
  const readRun = (letters: string): string => {
    let result = '';
    for (let rest = letters; rest; ) {
      const sound = longest.find(key => rest.startsWith(key));
      if (!sound) return letters;
      result += bySound.get(sound)!;
      rest = rest.slice(sound.length);
    }
    return result;
  };
  return text =>
    text.replace(/[a-z]+(?: [a-z]+)*/gu, run => {
      const letters = run.replaceAll(' ', '');
      if (letters.length < shortestPinyin) return run;
      const read = readRun(letters);
      return read === letters ? run : read;
    });
};
