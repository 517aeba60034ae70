import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { catalogue } from '../engine/wording.ts';
import { checkFaq } from '../faq/check.ts';
import { type Clash, clashes } from '../packs/clashes.ts';
import { inspectPack, listPacks } from '../packs/load.ts';
import { formatReport } from '../packs/report.ts';
import type { Settings } from '../settings.ts';

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null))?.isDirectory() ?? false;

const clashesAt = async (dirs: readonly string[]): Promise<Clash[]> => {
  const drafts = await Promise.all(
    dirs.map(async dir => ({ folder: basename(dir), draft: (await inspectPack(dir, { catalogue })).draft })),
  );
  return clashes(drafts.flatMap(({ folder, draft }) => (draft ? [{ folder, pack: draft.pack }] : [])));
};

/** `check [PACK]`: every problem of a pack with file, line and remedy. Exit code 1 when a pack cannot be used. */
export const check = async (settings: Settings, wanted: string | null, output: Writable): Promise<number> => {
  const all = await listPacks(settings.packsDir);
  const dirs =
    wanted === null
      ? all
      : (await isFolder(wanted))
        ? [resolve(wanted)]
        : all.filter(dir => basename(dir) === wanted);
  if (dirs.length === 0) {
    output.write(wanted === null ? `${settings.packsDir} 下没有内容包。\n` : `没有找到内容包 ${wanted}。\n`);
    return 1;
  }
  const clashing = await clashesAt([...new Set([...all, ...dirs])]);
  let failed = false;
  for (const dir of dirs) {
    const { draft, findings: found } = await inspectPack(dir, { catalogue });
    const beside = clashing.flatMap(({ folder, issue: { hint, at, ...issue } }) =>
      folder === basename(dir)
        ? [{ ...issue, hint: hint ?? '', at: { ...at!, file: 'pack.yaml' }, level: 'error' as const }]
        : [],
    );
    const advice = draft
      ? checkFaq(draft.pack).map(issue => ({ ...issue, hint: issue.hint ?? '', level: 'warning' as const }))
      : [];
    const findings = [...found, ...beside, ...advice];
    failed ||= findings.some(finding => finding.level === 'error');
    output.write(
      findings.length === 0 ? `${basename(dir)}：没有发现问题。\n` : `${formatReport(findings, `${dir}/`)}\n`,
    );
  }
  return failed ? 1 : 0;
};
