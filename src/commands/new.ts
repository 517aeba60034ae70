import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { draftPack } from '../authoring/draft.ts';
import { IssueError } from '../issue-error.ts';
import { formats } from '../model/pack/formats.ts';
import { packChecks } from '../pack-checks.ts';
import { productCommon } from '../packs/common.ts';
import { inspectPack } from '../packs/load.ts';
import type { Settings } from '../settings.ts';
import { papersAt, writeFiles } from './papers.ts';

/** `new NAME NOTICE [FORM…]`: drafts a pack from the office's own papers. Exit code 1 when `check` would refuse it. */
export const newPack = async (
  settings: Settings,
  name: string,
  papers: readonly string[],
  output: Writable,
): Promise<number> => {
  const dir = join(settings.packsDir, name);
  if (!formats.slug.test(name))
    throw new IssueError([
      { code: 'new:name', message: `名称 ${name} 不合用`, hint: '用小写字母、数字和“-”，例如 jidi-2031' },
    ]);
  if (await stat(dir).catch(() => null))
    throw new IssueError([
      { code: 'new:exists', message: `已有文件夹 ${dir}`, hint: '换一个名称，或先移走它' },
    ]);
  const [main, ...others] = await papersAt(papers);
  const drafted = draftPack(name, main!, others, (await productCommon()).common);
  if (!drafted.ok) throw new IssueError(drafted.issues);
  await writeFiles(dir, drafted.value.files, 'wx');
  const { findings } = await inspectPack(dir, packChecks);
  const errors = findings.filter(({ level }) => level === 'error').length;
  const open = findings.filter(({ code }) => code === 'pack:unconfirmed').length;
  const missing = drafted.value.missing.map(one => `没有找到：${one}`);
  output.write(
    `${[
      `已写好 ${dir}`,
      ...drafted.value.found,
      ...missing,
      errors === 0
        ? `检查没有错误；还有 ${open} 处标着“# 请核对”，逐处对照原文，改好后删去这个标记。`
        : `还有 ${errors} 处错误，运行 shenbao check ${name} 查看。`,
    ].join('\n')}\n`,
  );
  return errors === 0 ? 0 : 1;
};
