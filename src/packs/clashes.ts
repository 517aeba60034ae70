import type { Pack } from '../model/pack/pack.ts';
import { aboutFile, type Finding } from './finding.ts';

interface InFolder {
  /** Name of the folder the pack lies in. */
  readonly folder: string;
  readonly pack: Pick<Pack, 'manifest'>;
}

export interface Clash {
  /** The pack that came later. */
  readonly folder: string;
  readonly finding: Finding;
}

/**
 * What only shows side by side: packs that keep their conversations in one place, or number their applications alike,
 * as a copied folder does until it is edited. The first of them stays.
 */
export const clashes = (packs: readonly InFolder[]): Clash[] =>
  packs.flatMap(({ folder, pack: { manifest } }, index): Clash[] => {
    const earlier = packs.slice(0, index);
    const clash = (code: string, message: string, hint: string): Clash[] => [
      { folder, finding: aboutFile('error', code, 'pack.yaml', message, hint) },
    ];
    const sameId = earlier.find(other => other.pack.manifest.id === manifest.id);
    if (sameId) {
      return clash(
        'packs:same-id',
        `内容包 ${folder} 的编号 ${manifest.id} 与 ${sameId.folder} 相同`,
        `每个内容包的 id 必须不同，例如写成文件夹名 ${folder}`,
      );
    }
    const { prefix } = manifest.numbering;
    const samePrefix = earlier.find(other => other.pack.manifest.numbering.prefix === prefix);
    return samePrefix
      ? clash(
          'packs:same-prefix',
          `内容包 ${folder} 的申请编号前缀 ${prefix} 与 ${samePrefix.folder} 相同`,
          '请在 numbering 中换一个前缀，否则两份通知的申请会同号',
        )
      : [];
  });
