import { buildFaqIndex } from '../faq/build.ts';
import type { FaqIndex } from '../faq/port.ts';
import type { Pack } from '../model/pack/pack.ts';

/** A loaded notice with its question index; the index is built on first use. */
export interface Notice {
  readonly pack: Pack;
  readonly faq: FaqIndex;
}

const noticeOf = (pack: Pack): Notice => {
  let index: FaqIndex | null = null;
  return {
    pack,
    get faq() {
      index ??= buildFaqIndex(pack);
      return index;
    },
  };
};

/** All notices this process serves. New conversations are about the one that opened last. */
export class Notices {
  readonly #byId: ReadonlyMap<string, Notice>;
  readonly newest: Notice;

  constructor(packs: readonly Pack[]) {
    const [newest] = [...packs].sort((a, b) => (a.manifest.window.opens < b.manifest.window.opens ? 1 : -1));
    if (!newest) throw new Error('no pack to serve');
    this.#byId = new Map(packs.map(pack => [pack.id, noticeOf(pack)]));
    this.newest = this.#byId.get(newest.id)!;
  }

  get(id: string): Notice | undefined {
    return this.#byId.get(id);
  }

  all(): Notice[] {
    return [...this.#byId.values()];
  }
}
