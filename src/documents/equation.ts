/** What is drawn into each other: a box or a circle, and what is put in it. */
const boxes = '□○◯◻▢⬜☐〇';
const ticks = '√✓✔☑V';
const crosses = '×✗✘X';

/** Longest instruction that is read, in UTF-16 units; a name with its reading above has some sixty. */
const LONGEST = 400;

/** The arguments of the outermost brackets, parted by commas or semicolons outside further brackets. */
const argumentsIn = (text: string): string[] => {
  const found = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(' || character === '（') depth += 1;
    if (character === ')' || character === '）') depth -= 1;
    if (depth < 1) continue;
    if (depth === 1 && (character === '(' || character === '（')) continue;
    if (depth === 1 && /[,，;；]/u.test(character)) found.push('');
    else found[found.length - 1] += character;
  }
  return found.map(each => each.trim());
};

/**
 * What a reader sees of an EQ field (ECMA-376 Part 1, 17.16.5.18), whose instruction is what is drawn: 带圈字符 puts a tick into
 * a box (`\o\ac(□,√)`), 拼音指南 a reading above a name (`\o\ad(\s\up 9(zhāng),张)`). Null for every other field.
 */
export const equationText = (instruction: string): string | null => {
  if (instruction.length > LONGEST || !/^\s{0,9}EQ\b/i.test(instruction)) return null;
  // Set higher or lower than the line: a reading, a note.
  const shown = argumentsIn(instruction).filter(each => !/^\\s\s{0,3}\\(?:up|do)/i.test(each));
  const has = (signs: string): boolean => shown.some(each => each.length === 1 && signs.includes(each));
  if (/\\o/i.test(instruction) && shown.length === 2 && has(boxes)) {
    if (has(ticks)) return '☑';
    if (has(crosses)) return '☒';
  }
  return shown.join('');
};
