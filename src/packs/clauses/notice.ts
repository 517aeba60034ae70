import type { Line } from './lines.ts';
import { isDateLine, isImprint, isSalutation, nextWritten, previousWritten } from './lines.ts';
import type { Mark, Marked } from './marks.ts';
import { numberOf } from './numbering.ts';
import { markSections } from './sections.ts';

const isFirstSection = (line: Line): boolean => {
  const found = numberOf(line.text);
  return found?.style === 'top' && found.value === 1;
};

/** Title, addressees and preamble: everything before `一、`. */
const markHead = (lines: readonly Line[], end: number): Mark[] => {
  const starts: [id: string, index: number][] = [['标题', 0]];
  const salutation = lines.findIndex((line, index) => index < end && isSalutation(line));
  if (salutation >= 0) starts.push(['主送', salutation]);
  const preamble =
    salutation >= 0
      ? nextWritten(lines, salutation + 1)
      : lines.findIndex((line, index) => index < end && /[。：]\s*$/.test(line.text));
  if (preamble >= 0 && preamble < end) starts.push(['前言', preamble]);
  // A later part that begins on the same line replaces the earlier one.
  return starts
    .filter(([, index], i) => starts[i + 1]?.[1] !== index)
    .map(([id, index]) => ({ id, start: lines[index]!.start, depth: 1 }));
};

/** Annex list, signature and imprint: everything after the last numbered section. */
const markTail = (lines: readonly Line[], from: number): Mark[] => {
  const marks: Mark[] = [];
  const add = (id: string, index: number) => marks.push({ id, start: lines[index]!.start, depth: 1 });
  const annexes = lines.findIndex((line, index) => index > from && /^\s*附件\s*[：:]/.test(line.text));
  if (annexes >= 0) add('附件', annexes);
  const imprint = lines.findIndex((line, index) => index > from && isImprint(line));
  const date = lines.findLastIndex((line, index) => index > Math.max(from, annexes) && isDateLine(line));
  if (date >= 0) {
    const office = previousWritten(lines, date);
    const signed = office > Math.max(from, annexes) && !/[。；：]\s*$/.test(lines[office]!.text);
    add('落款', signed ? office : date);
  }
  if (imprint >= 0) add('版记', imprint);
  return marks.sort((a, b) => a.start - b.start);
};

/** A notice: title, addressees, preamble, `一、（一）1．` sections, `附件：` list, signature, imprint. */
export const markNotice = (lines: readonly Line[]): Marked => {
  const first = lines.findIndex(isFirstSection);
  const body = first === -1 ? lines.length : first;
  const head = markHead(lines, body);
  const tail = markTail(lines, first === -1 ? lines.length : first);
  const end = tail[0]?.start ?? Number.POSITIVE_INFINITY;
  const { marks, notes } = markSections(lines.filter(line => line.start < end).slice(body));
  return { marks: [...(body === 0 ? [] : head), ...marks, ...tail], notes };
};
