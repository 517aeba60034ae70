import { describe, expect, it } from 'vitest';
import { citedIn } from '../../src/packs/lint/cited.ts';
import { inspectPack } from '../../src/packs/load.ts';

type Path = (string | number)[];

const clauseKeys = new Set(['clause', 'clauses', 'nearest', 'near']);

/** Places of clause ids and quotes in raw data, found by their names alone. */
const placesIn = (value: unknown, path: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): Path[] => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === 'quote') return [here];
    if (!clauseKeys.has(key)) return placesIn(inner, here);
    return Array.isArray(inner) ? inner.map((_, index) => [...here, index]) : [here];
  });
};

describe.each(['../../conversations/wanzhou-2022', '../fixtures/packs/yunxi-workshop-2026'])(
  'in %s',
  folder => {
    it('every clause id and quote is checked, wherever the format allows one', async () => {
      const { draft } = await inspectPack(new URL(folder, import.meta.url).pathname);
      const checked = new Set(
        citedIn(draft!.pack).flatMap(({ place, quote, quotePlace }) => [
          JSON.stringify(place),
          ...(quote === undefined ? [] : [JSON.stringify(quotePlace)]),
        ]),
      );
      const written = Object.entries(draft!.sources).flatMap(([file, source]) =>
        placesIn(source.data).map(path => JSON.stringify([file, path])),
      );
      expect(written.length).toBeGreaterThan(50);
      expect(written.filter(place => !checked.has(place))).toEqual([]);
    });
  },
);
