import type { RolledOver, SheetLine } from './rollover.ts';
import { wordTable } from './template.ts';

const kinds: Readonly<Record<SheetLine['change'], string>> = {
  changed: '有改动',
  new: '新增',
  gone: '已删去',
};

const now = ({ change, after, movedTo }: SheetLine): string =>
  `${change === 'gone' ? '（新通知没有这一条）' : after}${movedTo === undefined ? '' : `\n旧文字现在在 ${movedTo}`}`;

const columns = ['编号', '要核对的内容', '条款', '旧文字', '新文字', '签核'] as const;

const rowOf = (line: SheetLine): string[] => [
  line.id,
  `${line.what}${line.file === '' ? '' : `（${line.file}）`}`,
  `${line.clause} ${kinds[line.change]}`,
  line.before === '' ? '（旧通知没有这一条）' : line.before,
  now(line),
  '□ 已核对　姓名：　　　日期：',
];

const heading = (rolled: RolledOver): string => `签核单：${rolled.name}`;

const summary = ({ changes, same, lines, notes }: RolledOver): string[] => {
  const count = (change: string) => changes.filter(one => one.leaf && one.change === change).length;
  return [
    `条款：相同 ${same} 条（含上级），改动 ${count('changed')} 条，新增 ${count('new')} 条，删去 ${count('gone')} 条；要核对 ${lines.length} 项。`,
    '逐项对照新旧文字，改好内容包以后，在 signoff.yaml 对应的编号下写上姓名和日期。全部签核以前，这份内容包不能启用。',
    ...notes,
  ];
};

const escaped = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/gu, '<br>');

/** The sheet as Markdown. */
export const sheetMarkdown = (rolled: RolledOver): string =>
  [
    `# ${heading(rolled)}`,
    '',
    ...summary(rolled).flatMap(line => [line, '']),
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rolled.lines.map(line => `| ${rowOf(line).map(escaped).join(' | ')} |`),
    '',
  ].join('\n');

/** The sheet as a Word file, to print and sign. */
export const sheetDocx = (rolled: RolledOver): Uint8Array =>
  wordTable([heading(rolled), ...summary(rolled)], [[...columns], ...rolled.lines.map(rowOf)]);
