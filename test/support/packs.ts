import type { FaqIndex } from '../../src/faq/port.ts';
import { indexOf } from '../../src/host/notices.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { loadPack } from '../../src/packs/load.ts';

export const wanzhouFolder = new URL('../../conversations/wanzhou-2022', import.meta.url).pathname;
export const lanheFolder = new URL('../fixtures/packs/lanhe-pilot-2027', import.meta.url).pathname;
export const yunxiFolder = new URL('../fixtures/packs/yunxi-workshop-2026', import.meta.url).pathname;

export interface LoadedNotice {
  readonly pack: Pack;
  readonly faq: FaqIndex;
}

const loaded = new Map<string, Promise<LoadedNotice>>();

/** A pack with its question index, loaded once however many tests use it; the index is made when a test asks for it. */
export const noticeAt = (folder: string): Promise<LoadedNotice> => {
  const known = loaded.get(folder);
  if (known) return known;
  const loading = loadPack(folder).then(result => {
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    const pack = result.value;
    return {
      pack,
      get faq() {
        return indexOf(pack);
      },
    };
  });
  loaded.set(folder, loading);
  return loading;
};
