import { checkFaq } from '../faq/check.ts';
import type { Pack } from '../model/pack/pack.ts';
import { checksFor } from '../pack-checks.ts';
import type { Finding } from '../packs/finding.ts';
import { type InspectedPack, inspectPacks } from '../packs/inspect-packs.ts';
import { listPacks } from '../packs/load.ts';
import type { Settings } from '../settings.ts';

/** What is wrong with these packs: each by itself, and beside all others of the installation. */
export const inspectAll = async (
  settings: Pick<Settings, 'packsDir' | 'allowUnsigned'>,
  dirs: readonly string[],
): Promise<InspectedPack[]> => {
  const all = [...new Set([...(await listPacks(settings.packsDir)), ...dirs])];
  const { packs, clashing } = await inspectPacks(all, checksFor(settings));
  return packs
    .filter(({ dir }) => dirs.includes(dir))
    .map(pack => {
      const beside = clashing.flatMap(({ folder, finding }) => (folder === pack.folder ? [finding] : []));
      return { ...pack, findings: [...pack.findings, ...beside] };
    });
};

/** What could be better about the questions of a pack. Every phrasing is tried against all others, which takes seconds. */
export const adviceOn = (pack: Pack): Finding[] =>
  checkFaq(pack).map(issue => ({ ...issue, hint: issue.hint ?? '', level: 'warning' }));
