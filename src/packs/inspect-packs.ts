import { basename } from 'node:path';
import { type Clash, clashes } from './clashes.ts';
import type { LintOptions } from './lint.ts';
import { type Inspection, inspectPack } from './load.ts';

export interface InspectedPack extends Inspection {
  readonly dir: string;
  readonly folder: string;
}

/** Inspect packs one by one, and side by side. */
export const inspectPacks = async (
  dirs: readonly string[],
  options: LintOptions,
): Promise<{ readonly packs: readonly InspectedPack[]; readonly clashing: readonly Clash[] }> => {
  const packs = await Promise.all(
    dirs.map(async dir => ({ dir, folder: basename(dir), ...(await inspectPack(dir, options)) })),
  );
  const drafts = packs.flatMap(({ folder, draft }) => (draft ? [{ folder, pack: draft.pack }] : []));
  return { packs, clashing: clashes(drafts) };
};
