import { buildFaqIndex } from '../faq/build.ts';
import type { FaqIndex } from '../faq/port.ts';
import type { FaqSource } from '../faq/source.ts';
import type { Pack } from '../model/pack/pack.ts';
import type { PackPin } from '../model/session.ts';

/** A loaded notice with its question index; the index is built on first use. */
export interface Notice {
  readonly pack: Pack;
  readonly faq: FaqIndex;
  /** Build the index now. */
  warm(): void;
}

/** Indexes by the content they were made from. Packs never change: houses of one process and packs that differ elsewhere share one. */
const indexes = new WeakMap<FaqSource['faq'], { readonly source: FaqSource; readonly index: FaqIndex }[]>();

/** The question index of a pack, made on first use. */
export const indexOf = ({ manifest, clauses, faq, contacts, common }: Pack): FaqIndex => {
  const made = indexes.get(faq) ?? [];
  const known = made.find(
    ({ source }) =>
      source.manifest === manifest &&
      source.clauses === clauses &&
      source.contacts === contacts &&
      source.common === common,
  );
  if (known) return known.index;
  const source = { manifest, clauses, faq, contacts, common };
  const index = buildFaqIndex(source);
  indexes.set(faq, [...made, { source, index }]);
  return index;
};

const noticeOf = (pack: Pack): Notice => ({
  pack,
  get faq() {
    return indexOf(pack);
  },
  warm: () => {
    indexOf(pack);
  },
});

/** Looks up an earlier version of a pack; null when it is not to be had. */
export type FindVersion = (pin: PackPin) => Promise<Pack | null>;

/** All notices this process serves. New conversations are about the one that opened last. */
export class Notices {
  readonly #byId: Map<string, Notice>;
  readonly #find: FindVersion;
  /** Earlier versions met so far, by hash; null: looked for in vain. */
  readonly #earlier = new Map<string, Notice | null>();

  constructor(packs: readonly Pack[], find: FindVersion = async () => null) {
    if (packs.length === 0) throw new Error('no pack to serve');
    this.#byId = new Map(packs.map(pack => [pack.id, noticeOf(pack)]));
    this.#find = find;
  }

  get newest(): Notice {
    return this.all().reduce((latest, notice) =>
      latest.pack.manifest.window.opens < notice.pack.manifest.window.opens ? notice : latest,
    );
  }

  /** Serves another version of a notice from now on; whoever began with the one before goes on with that. */
  replace(pack: Pack): void {
    const before = this.#byId.get(pack.id);
    if (!before) throw new Error(`notice ${pack.id} is not served`);
    this.#earlier.set(before.pack.hash, before);
    this.#byId.set(pack.id, noticeOf(pack));
  }

  get(id: string): Notice | undefined {
    return this.#byId.get(id);
  }

  all(): Notice[] {
    return [...this.#byId.values()];
  }

  /** The notice whose window opened last by `date` (`YYYY-MM-DD`); before all of them, the newest. */
  newestAt(date: string): Notice {
    const begun = this.all().filter(({ pack }) => pack.manifest.window.opens <= date);
    return (
      begun.reduce<Notice | null>(
        (latest, notice) =>
          latest && latest.pack.manifest.window.opens >= notice.pack.manifest.window.opens ? latest : notice,
        null,
      ) ?? this.newest
    );
  }

  /** Exactly the version somebody is pinned to, or null when only later ones are left. */
  async version(pin: PackPin): Promise<Notice | null> {
    const current = this.#byId.get(pin.id);
    if (current?.pack.hash === pin.hash) return current;
    const met = this.#earlier.get(pin.hash);
    if (met !== undefined) return met;
    const pack = await this.#find(pin);
    const notice = pack ? noticeOf(pack) : null;
    this.#earlier.set(pin.hash, notice);
    return notice;
  }
}
