import type { Finding } from '../finding.ts';
import { type PackFileName, packJsonSchema } from '../json-schema.ts';
import { allKeys } from '../known-keys.ts';

/** Words in a flow list longer than this are sentences, in which a comma is a comma. */
const longestWord = 8;

const place = (file: string, line: number, column: number) => ({ file, line, column });

/** `name：value`, with the colon of a Chinese keyboard, where a name of the pack's own stands. */
const wideColon = (file: string, text: string, number: number, known: ReadonlySet<string>): Finding[] => {
  const found = /^(\s*(?:-\s+)?\{?\s*)([A-Za-z][A-Za-z0-9-]*)\s?：/u.exec(text);
  if (!found || !known.has(found[2]!)) return [];
  return [
    {
      level: 'error',
      code: 'yaml:wide-colon',
      message: `「${found[2]}」后面是全角冒号“：”，这一行不会被当作一项`,
      hint: `改成半角冒号加空格：“${found[2]}: …”`,
      at: place(file, number, found[1]!.length + 1),
    },
  ];
};

/** `name:value` without the blank that makes it an entry. */
const tightColon = (file: string, text: string, number: number, known: ReadonlySet<string>): Finding[] => {
  const found = /^(\s*(?:-\s+)?)([A-Za-z][A-Za-z0-9-]*):(?=[^\s:/])/u.exec(text);
  if (!found || !known.has(found[2]!)) return [];
  return [
    {
      level: 'error',
      code: 'yaml:tight-colon',
      message: `「${found[2]}:」后面缺少空格，这一行不会被当作一项`,
      hint: `冒号后面加一个空格：“${found[2]}: …”`,
      at: place(file, number, found[1]!.length + 1),
    },
  ];
};

/** `[甲，乙]`: one word where two were meant. */
const wideComma = (file: string, text: string, number: number): Finding[] =>
  [...text.matchAll(/\[([^[\]"']{3,400})\]/gu)].flatMap((list): Finding[] => {
    const inner = list[1]!;
    const at = /[，、]/u.exec(inner);
    const words = inner.split(/[，、,]/u);
    if (!at || words.some(word => word.trim().length > longestWord)) return [];
    return [
      {
        level: 'warning',
        code: 'yaml:wide-comma',
        message: `方括号里的“${at[0]}”不能分开各项，两边会被读成一个词`,
        hint: '改成半角逗号加空格：[甲, 乙]；确是一个词的，加上引号',
        at: place(file, number, list.index + 2 + at.index),
      },
    ];
  });

/** `name: text #3 more`: what stands behind ` #` is a comment; a comment proper has a blank behind the mark. */
const lostText = (file: string, text: string, number: number): Finding[] => {
  const found = /^(\s*(?:-\s+)?(?:[A-Za-z][\w-]*:\s+)?[^\s"'#|>[{&*!][^#"']*?\s)#(?=[^\s#])/u.exec(text);
  if (!found) return [];
  return [
    {
      level: 'warning',
      code: 'yaml:lost-text',
      message: '“#”和它后面的文字会被当作注释，不会显示',
      hint: '文字里要写 # 的，把整段加上引号；要写注释的，# 后面加一个空格',
      at: place(file, number, found[1]!.length + 1),
    },
  ];
};

/** Where a block of verbatim text (`|`, `>`) begins, the indentation of its key. */
const blockIndent = (text: string): number | null =>
  /[|>][+-]?\d?\s*(?:#.*)?$/u.test(text) && /(?:^|[:-])\s+[|>][+-]?\d?\s*(?:#.*)?$/u.test(text)
    ? text.search(/\S/u)
    : null;

/** Slips of the hand that YAML takes without a word, or complains of in another place. */
export const slipsIn = (file: PackFileName, content: string): Finding[] => {
  const known = allKeys(packJsonSchema(file));
  const findings: Finding[] = [];
  let block: number | null = null;
  for (const [index, raw] of content.split('\n').entries()) {
    const text = raw.replace(/\r$/u, '');
    if (text.trim() === '' || /^\s*#/u.test(text)) continue;
    if (block !== null && text.search(/\S/u) > block) continue;
    block = blockIndent(text);
    const number = index + 1;
    findings.push(
      ...wideColon(file, text, number, known),
      ...tightColon(file, text, number, known),
      ...wideComma(file, text, number),
      ...lostText(file, text, number),
    );
  }
  return findings;
};
