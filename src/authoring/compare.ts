import type { Clause } from '../model/clause.ts';

/** What became of one clause. `moved`: the same words, under another number. */
export interface ClauseChange {
  readonly id: string;
  readonly change: 'changed' | 'new' | 'gone';
  readonly before: string;
  readonly after: string;
  readonly leaf: boolean;
  /** Where the old words stand now. */
  readonly movedTo?: string;
}

const squeezed = (text: string): string => text.replace(/\s+/gu, '');

/** Own number of a clause: the same sentence under another number is the same sentence. */
const unnumbered = (text: string): string =>
  squeezed(text).replace(
    /^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[．.、]|第[一二三四五六七八九十百]+条)/u,
    '',
  );

/** Clause by clause: what is the same is left out. */
export const compareClauses = (
  before: ReadonlyMap<string, Clause>,
  after: ReadonlyMap<string, Clause>,
): ClauseChange[] => {
  const places = new Map([...after.values()].map(clause => [unnumbered(clause.text), clause.id]));
  const changes: ClauseChange[] = [];
  for (const [id, old] of before) {
    const now = after.get(id);
    if (now && squeezed(now.text) === squeezed(old.text)) continue;
    const movedTo = places.get(unnumbered(old.text));
    changes.push({
      id,
      change: now ? 'changed' : 'gone',
      before: old.text.trim(),
      after: now?.text.trim() ?? '',
      leaf: old.leaf,
      ...(movedTo === undefined || movedTo === id ? {} : { movedTo }),
    });
  }
  for (const [id, now] of after)
    if (!before.has(id))
      changes.push({ id, change: 'new', before: '', after: now.text.trim(), leaf: now.leaf });
  return changes;
};
