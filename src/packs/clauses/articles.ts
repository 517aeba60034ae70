import { fromChinese, toChinese } from '../../model/numerals.ts';
import type { Line } from './lines.ts';
import { isBlank, isImprint, isSalutation, startsParagraph } from './lines.ts';
import type { Mark, Marked, NumberingNote } from './marks.ts';
import { largestJump, Numbering, numberOf } from './numbering.ts';

interface Paragraph {
  readonly start: number;
  readonly numbering: Numbering;
  readonly items: { label: string; depth: number; start: number }[];
}

interface Article {
  readonly id: string;
  readonly paragraphs: Paragraph[];
}

// Some articles are followed by two spaces, some by one, some by none.
const headingPattern = /^\s*第([一二三四五六七八九十百零〇]+)([章节条])/;

type Unit = '章' | '节' | '条';

const headingOf = (line: Line): { unit: Unit; value: number } | null => {
  const [, numeral, unit] = headingPattern.exec(line.text) ?? [];
  return numeral === undefined ? null : { unit: unit as Unit, value: fromChinese(numeral) };
};

/** A heading continues its numbering; a sentence that begins `第二条规定的…` does not. */
const follows = (value: number, last: number): boolean => value > last && value <= last + 1 + largestJump;

const paragraphAt = (start: number): Paragraph => ({ start, numbering: new Numbering(), items: [] });

/**
 * Marks of one article. Items of the first paragraph are `第九条4`, `第二十五条(四)`; an article with several
 * paragraphs also has `第一款`, `第二款`, and items of later paragraphs carry theirs.
 */
const marksOf = ({ id, paragraphs }: Article): Mark[] => {
  const several = paragraphs.length > 1;
  return [
    { id, start: paragraphs[0]!.start, depth: 1 },
    ...paragraphs.flatMap((paragraph, index): Mark[] => {
      const own = `${id}第${toChinese(index + 1)}款`;
      return [
        ...(several ? [{ id: own, start: paragraph.start, depth: 2 }] : []),
        ...paragraph.items.map(item => ({
          id: `${index === 0 ? id : own}${item.label}`,
          start: item.start,
          depth: item.depth + (several ? 2 : 1),
        })),
      ];
    }),
  ];
};

/** Adds a line to an article: an item, a new paragraph, or more of the last one. */
const addLine = ({ paragraphs }: Article, lines: readonly Line[], index: number): void => {
  const line = lines[index]!;
  const current = paragraphs[paragraphs.length - 1]!;
  const found = numberOf(line.text);
  const item = found && found.style !== 'top' ? current.numbering.accept(found) : null;
  if (item) current.items.push({ label: item.label, depth: item.depth, start: line.start });
  else if (startsParagraph(lines, index)) paragraphs.push(paragraphAt(line.start));
};

/** Title, the letter that issues the measures, and their title again: everything before the first chapter or article. */
const markHead = (lines: readonly Line[]): Mark[] => {
  if (lines.length === 0) return [];
  const marks: Mark[] = [{ id: '标题', start: 0, depth: 1 }];
  const letter = lines.findIndex(isSalutation);
  if (letter === -1) return marks;
  if (letter === 0) marks.pop();
  marks.push({ id: '印发通知', start: lines[letter]!.start, depth: 1 });
  const date = lines.findIndex(
    (line, index) => index > letter && /^\s*\d{4}年\d{1,2}月\d{1,2}日\s*$/.test(line.text),
  );
  const title = lines.findIndex((line, index) => date >= 0 && index > date && !isBlank(line));
  if (title >= 0) marks.push({ id: '题名', start: lines[title]!.start, depth: 1 });
  return marks;
};

/** Measures in articles: `第N条` with paragraphs and items, chapters, a letter in front and an imprint behind. */
export const markArticles = (lines: readonly Line[]): Marked => {
  const notes: NumberingNote[] = [];
  const marks: Mark[] = [];
  const last: Record<Unit, number> = { 章: 0, 节: 0, 条: 0 };
  let article: Article | null = null;
  const close = () => {
    if (article) marks.push(...marksOf(article));
    article = null;
  };

  for (const [index, line] of lines.entries()) {
    const heading = headingOf(line);
    if (heading?.unit === '章' && heading.value === 1 && last.条 === 0) {
      // Chapters before the first article were a table of contents.
      marks.length = 0;
      last.章 = 0;
    }
    if (heading && follows(heading.value, last[heading.unit])) {
      close();
      const { unit, value } = heading;
      if (unit === '条' && value > last.条 + 1) {
        notes.push({
          line: line.number,
          message: `编号从 ${last.条} 跳到 ${value}（第${toChinese(value)}条）`,
        });
      }
      last[unit] = value;
      if (unit === '章') last.节 = 0;
      const id = `第${toChinese(value)}${unit}`;
      if (unit === '条') article = { id, paragraphs: [paragraphAt(line.start)] };
      else
        marks.push({
          id: unit === '节' && last.章 > 0 ? `第${toChinese(last.章)}章${id}` : id,
          start: line.start,
          depth: 1,
        });
    } else if (last.条 > 0 && isImprint(line)) {
      close();
      marks.push({ id: '版记', start: line.start, depth: 1 });
      break;
    } else if (article && !isBlank(line)) {
      addLine(article, lines, index);
    }
  }
  close();

  const body = marks[0]?.start ?? Number.POSITIVE_INFINITY;
  return { marks: [...markHead(lines.filter(line => line.start < body)), ...marks], notes };
};
