import { basename, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { fieldPlaces } from '../authoring/mark-places.ts';
import { listPacks } from '../packs/load.ts';
import { formatReport } from '../packs/report.ts';
import type { Settings } from '../settings.ts';
import { adviceOn, inspectAll } from './inspect-all.ts';
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
  let failed = false;
  for (const { dir, folder, draft, findings: found } of await inspectAll(settings, dirs)) {
    const findings = [...found, ...(draft ? adviceOn(draft.pack) : [])];
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
