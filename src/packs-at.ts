import { basename } from 'node:path';
import type { Issue, Result } from './model/issue.ts';
import type { Pack } from './model/pack/pack.ts';
import { packChecks } from './pack-checks.ts';
import { clashes } from './packs/clashes.ts';
import { issueOf } from './packs/finding.ts';
import type { LintOptions } from './packs/lint.ts';
import { listPacks, loadPack } from './packs/load.ts';

/** All packs below a folder, or the one named. One bad pack stops nothing else, unless none is left. */
export const packsAt = async (
  folder: string,
  only: string | null,
  checks: LintOptions = packChecks,
): Promise<
  Result<{
    readonly packs: readonly { readonly pack: Pack; readonly dir: string }[];
    readonly refused: readonly Issue[];
  }>
> => {
  const dirs = (await listPacks(folder)).filter(dir => only === null || basename(dir) === only);
  const results = await Promise.all(dirs.map(async dir => ({ dir, result: await loadPack(dir, checks) })));
  const loaded = results.flatMap(({ dir, result }) => (result.ok ? [{ pack: result.value, dir }] : []));
  const clashing = clashes(loaded.map(({ pack, dir }) => ({ pack, folder: basename(dir) })));
  const packs = loaded.filter(({ dir }) => !clashing.some(({ folder }) => folder === basename(dir)));
  const refused = [
    ...results.flatMap(({ result }) => (result.ok ? [] : result.issues)),
    ...clashing.map(({ folder, finding }) => ({
      ...issueOf(finding),
      at: { ...finding.at!, file: `${folder}/pack.yaml` },
    })),
  ];
  if (packs.length > 0) return { ok: true, value: { packs, refused } };
  const none: Issue = {
    code: 'packs:none',
    message: only === null ? `在 ${folder} 下没有可用的内容包` : `没有名为 ${only} 的内容包`,
    hint: '请检查文件夹，或运行 shenbao check 查看原因',
  };
  return { ok: false, issues: refused.length > 0 ? refused : [none] };
};
