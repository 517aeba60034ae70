import { basename, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { fieldPlaces } from '../authoring/mark-places.ts';
import { checkFaq } from '../faq/check.ts';
import { checksFor } from '../pack-checks.ts';
import { inspectPacks } from '../packs/inspect-packs.ts';
import { listPacks } from '../packs/load.ts';
import { formatReport } from '../packs/report.ts';
import type { Settings } from '../settings.ts';
import { isFolder } from './pack-folder.ts';

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
  const { packs, clashing } = await inspectPacks([...new Set([...all, ...dirs])], checksFor(settings));
  let failed = false;
  for (const { dir, folder, draft, findings: found } of packs.filter(pack => dirs.includes(pack.dir))) {
    const beside = clashing.filter(clash => clash.folder === folder).map(({ finding }) => finding);
    const advice = draft
      ? checkFaq(draft.pack).map(issue => ({ ...issue, hint: issue.hint ?? '', level: 'warning' as const }))
      : [];
    const findings = [...found, ...beside, ...advice];
    failed ||= findings.some(finding => finding.level === 'error');
    // Of the one pack that was asked for, also what is printed where: a mark in the wrong cell breaks no rule.
    const template = wanted === null ? undefined : draft?.pack.templates.get(draft.pack.form.template);
    if (draft && template)
      output.write(
        `Word 模板：\n${fieldPlaces(draft.pack.form, template)
          .map(one => `  ${one}\n`)
          .join('')}`,
      );
    output.write(
      findings.length === 0 ? `${folder}：没有发现问题。\n` : `${formatReport(findings, `${dir}/`)}\n`,
    );
  }
  return failed ? 1 : 0;
};
