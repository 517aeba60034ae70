import type { ClauseUse, UseKind } from '../model/studio.ts';
import type { Draft } from '../packs/draft.ts';
import type { PackFileName } from '../packs/json-schema.ts';
import { citedIn } from '../packs/lint/cited.ts';
import { namedUse } from './dependants.ts';

const kindOf = (file: PackFileName): UseKind => {
  if (file === 'eligibility.yaml') return 'criterion';
  if (file === 'form.yaml') return 'field';
  return file === 'faq.yaml' ? 'topic' : 'other';
};

/** Every use of a clause, with the place where the author wrote it; one thing that names a clause twice counts once. */
export const clauseUses = ({ pack, sources }: Draft): ClauseUse[] => {
  const uses = citedIn(pack).map(cited => {
    const [file, path] = cited.place;
    const line = sources[file]?.at(path).line ?? 1;
    return { clause: cited.clause, kind: kindOf(file), what: namedUse(pack, cited), file, line };
  });
  const seen = new Set<string>();
  return uses.filter(({ clause, what, file }) => {
    const key = `${clause} ${file} ${what}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
};
