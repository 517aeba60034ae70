import { cp, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { rollOver } from '../authoring/rollover.ts';
import { sheetDocx, sheetMarkdown } from '../authoring/signoff-sheet.ts';
import { IssueError } from '../issue-error.ts';
import { packChecks, rehearsalChecks } from '../pack-checks.ts';
import { readPackFiles } from '../packs/files.ts';
import { inspectPack, loadPack } from '../packs/load.ts';
import { formatReport } from '../packs/report.ts';
import type { Settings } from '../settings.ts';
import { packFolder } from './pack-folder.ts';
import { papersAt, writeFiles } from './papers.ts';

/** `rollover OLD NOTICE [FORM…]`: next year's folder, a report, and the sheet to sign. Exit code 0 when it was written. */
export const rollover = async (
  settings: Settings,
  old: string,
  paths: readonly string[],
  output: Writable,
): Promise<number> => {
  const dir = await packFolder(settings, old);
  const loaded = await loadPack(dir, rehearsalChecks);
  if (!loaded.ok) throw new IssueError(loaded.issues);
  const content = (await readPackFiles(dir))!.content;
  const texts = new Map(
    await Promise.all(
      [...content.keys()]
        .filter(path => /\.(?:ya?ml|md)$/u.test(path))
        .map(async path => [path, await readFile(join(dir, path), 'utf8')] as const),
    ),
  );
  const [notice, ...forms] = await papersAt(paths);
  const rolled = rollOver(loaded.value, texts, notice!, forms);
  const target = join(dirname(dir), rolled.name);
  if (await stat(target).catch(() => null))
    throw new IssueError([
      { code: 'rollover:exists', message: `已有文件夹 ${target}`, hint: '先移走它，再运行一次' },
    ]);
  await cp(dir, target, { recursive: true, filter: path => !path.includes('签核单') });
  await writeFiles(target, rolled.files, 'w');
  await writeFiles(
    target,
    new Map<string, string | Uint8Array>([
      ['签核单.md', sheetMarkdown(rolled)],
      ['签核单.docx', sheetDocx(rolled)],
    ]),
    'w',
  );
  const { findings } = await inspectPack(target, packChecks);
  const open = findings.filter(({ code }) => code === 'signoff:open').length;
  const rest = findings.filter(({ code }) => code !== 'signoff:open');
  const count = (change: string) => rolled.changes.filter(one => one.leaf && one.change === change).length;
  output.write(
    `${[
      `已写好 ${target}`,
      `条款改动 ${count('changed')} 条，新增 ${count('new')} 条，删去 ${count('gone')} 条`,
      ...rolled.lines.map(({ id, what, clause }) => `${id} ${what}：${clause}`),
      ...rolled.notes,
      `要核对 ${open} 项，见 ${join(target, '签核单.docx')}；逐项改好后在 signoff.yaml 写上姓名和日期，全部签核以前不能启用。`,
      ...(rest.length > 0 ? [formatReport(rest, `${target}/`)] : []),
    ].join('\n')}\n`,
  );
  return 0;
};
