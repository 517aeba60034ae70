import type { Clause } from '../model/clause.ts';
import type { SourceDocument } from '../model/pack/manifest.ts';
import { splitDocument } from '../packs/clauses.ts';
import type { Paper } from './paper.ts';

/** One source of the pack to be: its text, how its numbering is read, and its clauses. */
export interface Source {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly structure: SourceDocument['structure'];
  readonly text: string;
  readonly clauses: readonly Clause[];
  readonly docx: Uint8Array | null;
  /** Why the structure was guessed. */
  readonly because: string;
}

const annexLine = /^\s*附\s*件\s*[:：]?\s*([0-9一二三四五六七八九十]*)\s*[:：]?\s*$/u;
const articles = /^[^\S\n]*第[一二三四五六七八九十百]+条/gmu;

/** A notice file often carries its annexes behind it, each under a line `附件1`. */
const annexes = (text: string): string[] => {
  const lines = text.split('\n');
  const signed = lines.findIndex(
    line => /^\s*\d{4}年\d{1,2}月\d{1,2}日\s*$/u.test(line) || /\d{4}年\d{1,2}月\d{1,2}日\s*印发/u.test(line),
  );
  const starts = lines.flatMap((line, index) =>
    index > Math.max(signed, 5) && annexLine.test(line) ? [index] : [],
  );
  return [0, ...starts].map(
    (start, i) =>
      `${lines
        .slice(start, [0, ...starts][i + 1] ?? lines.length)
        .join('\n')
        .trimEnd()}\n`,
  );
};

const structureOf = (text: string, first: boolean): [SourceDocument['structure'], string] => {
  const count = text.match(articles)?.length ?? 0;
  if (count >= 3) return ['articles', `有 ${count} 处“第…条”`];
  if (first) return ['notice', '第一份文件按通知读'];
  if (/提\s*纲|大纲/u.test(text.slice(0, 120))) return ['outline', '标题里有“提纲”'];
  const cells = text.match(/\t/gu)?.length ?? 0;
  if (cells >= 4 || /□|（盖章）|填\s*表\s*说\s*明|[_＿]{3,}|：[ 　]{3,}/u.test(text))
    return ['form', '有表格、方框或填写处'];
  return ['notice', '按一、（一）编号读'];
};

/** What an annex is called: its first line that says more than `附件1`. */
const titleOf = (text: string, fallback: string): string => {
  const lines = text
    .split('\n')
    .map(line => line.replace(/[\s　]+/gu, ''))
    .filter(line => line !== '' && !annexLine.test(line));
  const about = lines
    .slice(0, 12)
    .join('')
    .match(/(?<!《)关于.{2,60}?的(?:通知|公告|通告|函|意见)(?!》)/u)?.[0];
  const named = lines
    .slice(0, 6)
    .find(
      line =>
        /(?:书|表|提纲|办法|细则|清单|目录|方案|指南|条件|材料|函)(?:[（(].*[）)])?$/u.test(line) &&
        line.length <= 40,
    );
  return about ?? named ?? (lines[0] !== undefined && lines[0].length <= 40 ? lines[0] : fallback);
};

/** Divides the papers into the sources of a pack: the notice first, its annexes after it. */
export const splitPapers = (notice: Paper, forms: readonly Paper[]): Source[] => {
  const [body, ...behind] = annexes(notice.text);
  const parts = [
    { text: body!, name: notice.name, docx: behind.length === 0 ? notice.docx : null },
    ...behind.map(text => ({ text, name: notice.name, docx: null })),
    ...forms.map(form => ({ text: form.text, name: form.name, docx: form.docx })),
  ];
  let annex = 0;
  return parts.map(({ text, name, docx }, index) => {
    const [structure, because] = structureOf(text, index === 0);
    const measures = structure === 'articles' && index > 0;
    if (index > 0 && !measures) annex += 1;
    const id =
      index === 0
        ? '通知'
        : measures
          ? parts.slice(1, index).some(part => structureOf(part.text, false)[0] === 'articles')
            ? `办法${index}`
            : '办法'
          : `附件${annex}`;
    const { clauses } = splitDocument(id, structure, text);
    return { id, file: `${id}.md`, title: titleOf(text, name), structure, text, clauses, docx, because };
  });
};
