import type { Cell } from './form-paper.ts';
import { boxesIn, plainLabel } from './label-kind.ts';

/** How printed cells and lines are told apart: labels, blanks, boxes, headings, places for seals. */

export const longestLabel = 26;

export const heading = /^\s*[一二三四五六七八九十]+、\s*[^。；]{2,40}$/u;
export const sealed = /盖\s*章|签\s*字|签\s*章|签\s*名|公\s*章/u;
/** Nothing but room: spaces, rules, a unit, or the words of a date or of two. */
export const blankText =
  /^[\s_＿　]*(?:年\s*月(?:\s*日)?(?:[\s_＿]*[至到—–~～-]+[\s_＿]*(?:年)?\s*月(?:\s*日)?)?|万元|亿元|元|人|名|项|个|件|家|台|亩|平方米|岁|[%％])?[\s　]*$/u;

/** Several labels with their blanks in one cell, or a label with a date behind it: asked one by one. */
export const holdsBlanks = /[:：][^:：\n]*[:：]|[:：][\s_＿　]*年\s*月/u;

/** Columns that say who or what a row is. */
export const called = /^(?:姓名|成员|作者姓名|名称|.{2,8}(?:名称|姓名))$/u;

/** What is printed in a cell to say what belongs into it. */
export const prompt =
  /^[\s　]*(?:[（(]|请|包括|主要从|简述|简要|概述|填写|应|需)[^_＿□]{6,200}[）)。；]?\s*$|^[^_＿□\n]{0,60}(?:字以内|字左右|不超过\d{2,5}字|可另附页)[^_＿□\n]{0,20}\s*$/u;

export const isBlank = (cell: Cell): boolean => blankText.test(cell.text);
export const hasBoxes = (cell: Cell): boolean => optionCount(cell) > 0;
export const isLabel = ({ text }: Cell): boolean => {
  const label = plainLabel(text);
  return (
    label.length > 0 &&
    label.length <= longestLabel &&
    (/\p{Script=Han}/u.test(label) || /^(?:E-?mail|QQ|MSN|ISSN|ISBN|DOI)$/iu.test(label)) &&
    !/[。；□]/u.test(label) &&
    !blankText.test(text) &&
    !holdsBlanks.test(text) &&
    !sealed.test(label)
  );
};

/** Boxes of a cell with words of their own. */
export const optionCount = (cell: Cell): number =>
  cell.text.split('\n').reduce((count, line) => count + boxesIn(line).length, 0);

/** A row of labels with a blank behind each, perhaps behind a cell that says whose they are. */
export const pairsIn = (
  cells: readonly Cell[],
): { readonly context: string; readonly pairs: readonly (readonly [Cell, Cell])[] } | null => {
  const headed = cells.length % 2 === 1 && cells[0] !== undefined && isLabel(cells[0]);
  const rest = headed ? cells.slice(1) : cells;
  if (rest.length === 0 || rest.length % 2 === 1) return null;
  const pairs = Array.from({ length: rest.length / 2 }, (_, i) => [rest[2 * i]!, rest[2 * i + 1]!] as const);
  return pairs.every(([label, blank]) => isLabel(label) && isBlank(blank))
    ? { context: headed ? plainLabel(cells[0]!.text) : '', pairs }
    : null;
};
