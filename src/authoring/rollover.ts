import { parseDocument } from 'yaml';
import type { Clause } from '../model/clause.ts';
import type { Pack } from '../model/pack/pack.ts';
import type { SignoffItem } from '../model/pack/signoff.ts';
import { clauseDigest } from '../packs/clause-digest.ts';
import { splitDocument } from '../packs/clauses.ts';
import { CONFIRM } from '../packs/unconfirmed.ts';
import { type ClauseChange, compareClauses } from './compare.ts';
import { dependantsOf } from './dependants.ts';
import { findManifest } from './find-manifest.ts';
import type { Paper } from './paper.ts';
import { type Source, splitPapers } from './split-papers.ts';
import { writeYaml } from './write-yaml.ts';

/** One line of the sheet that is signed: what depends on a changed clause, with both texts. */
export interface SheetLine extends SignoffItem {
  readonly before: string;
  readonly after: string;
  readonly movedTo?: string;
}

export interface RolledOver {
  readonly name: string;
  /** Files of the new folder that differ from the old one's, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly changes: readonly ClauseChange[];
  readonly same: number;
  readonly lines: readonly SheetLine[];
  /** What was not taken over, in words for the author. */
  readonly notes: readonly string[];
}

/** The new source of each old document: the notice is the first; others by kind, then by name. Null: none was given. */
const counterparts = (pack: Pack, sources: readonly Source[]): (Source | null)[] => {
  const free = new Set(sources.slice(1));
  return pack.documents.map((document, index) => {
    if (index === 0) return sources[0]!;
    const alike = [...free].filter(({ structure }) => structure === document.structure);
    const found =
      alike.find(({ title }) => title.replace(/\d/gu, '') === document.title.replace(/\d/gu, '')) ??
      alike[0] ??
      null;
    if (found) free.delete(found);
    return found;
  });
};

const yearIn = (text: string): string | null => /(?<!\d)20\d{2}(?!\d)/u.exec(text)?.[0] ?? null;

/** Next year's name: the old one with the new year. */
const nameFor = (old: string, year: string): string =>
  yearIn(old) === null ? `${old}-${year}` : old.replace(yearIn(old)!, year);

/** Words that depend on nothing but the year, set to the new one; everything else of the file stays as it is. */
const newManifest = (
  text: string,
  pack: Pack,
  name: string,
  sources: readonly (Source | null)[],
  found: ReturnType<typeof findManifest>,
): string => {
  const document = parseDocument(text);
  const set = (path: (string | number)[], value: unknown, because: string) => {
    if (value === undefined) return;
    document.setIn(path, value);
    const node = document.getIn(path, true) as { comment?: string } | undefined;
    if (node && typeof node === 'object') node.comment = `${CONFIRM.slice(1)}：${because}`;
  };
  const data = found.data as {
    title: string;
    window?: Record<string, string>;
    documents: Record<string, unknown>[];
  };
  document.setIn(['id'], name);
  set(['title'], data.title, '新通知的标题');
  const { prefix } = pack.manifest.numbering;
  const year = data.window?.closes?.slice(2, 4);
  if (year !== undefined)
    set(['numbering', 'prefix'], prefix.replace(/\d{2}$/u, '') + year, '换了年份的前缀');
  for (const key of ['opens', 'closes', 'clause', 'quote'])
    set(['window', key], data.window?.[key], '新通知里找到的申报期限');
  if (data.window === undefined)
    set(['window', 'closes'], pack.manifest.window.closes, '新通知里没有找到申报期限，这还是去年的');
  if (document.hasIn(['window', 'advice'])) document.deleteIn(['window', 'advice']);
  sources.forEach((source, index) => {
    if (!source) return;
    const own = data.documents.find(({ id }) => id === source.id);
    for (const key of ['number', 'date'] as const)
      if (own?.[key] !== undefined) set(['documents', index, key], own[key], '新文件上的');
      else if (document.hasIn(['documents', index, key])) document.deleteIn(['documents', index, key]);
    document.setIn(['documents', index, 'title'], index === 0 ? data.title : source.title);
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
};

/**
 * Next year's pack from last year's and the new papers: the sources are the new ones, the rest is taken over as it is, and
 * everything that rests on a clause that changed has to be signed before it is served. `texts` are the old pack's files.
 */
export const rollOver = (
  pack: Pack,
  texts: ReadonlyMap<string, string>,
  notice: Paper,
  forms: readonly Paper[],
): RolledOver => {
  const sources = splitPapers(notice, forms);
  const found = findManifest(pack.id, sources);
  const matched = counterparts(pack, sources);
  const notes: string[] = [];
  const files = new Map<string, string>();
  const clauses = new Map<string, Clause>();
  pack.documents.forEach((document, index) => {
    const source = matched[index] ?? null;
    if (!source) notes.push(`没有给出新的《${document.title}》，沿用旧的；请确认它仍然有效`);
    const text = source?.text ?? document.text;
    files.set(`sources/${document.file}`, text);
    for (const clause of splitDocument(document.id, document.structure, text).clauses)
      clauses.set(clause.id, clause);
  });
  for (const extra of sources.filter(source => !matched.includes(source)))
    notes.push(
      `《${extra.title}》在旧内容包里没有对应的文件，没有带入；需要时在 pack.yaml 的 documents 里加上`,
    );
  const data = found.data as { window?: { closes: string; clause: string; quote: string } };
  const year =
    data.window?.closes.slice(0, 4) ??
    yearIn(String(found.data.title)) ??
    `${Number(yearIn(pack.id) ?? '2000') + 1}`;
  const name = nameFor(pack.id, year);
  files.set('pack.yaml', newManifest(texts.get('pack.yaml') ?? '', pack, name, matched, found));

  const changes = compareClauses(pack.clauses, clauses);
  const byId = new Map(changes.map(change => [change.id, change]));
  const transcripts = new Map([...texts].filter(([path]) => path.startsWith('transcripts/')));
  const lines: SheetLine[] = [];
  const add = (file: string, what: string, change: ClauseChange) => {
    const { id: clause, before, after, movedTo } = change;
    lines.push({
      id: `s${lines.length + 1}`,
      what,
      file,
      clause,
      change: change.change,
      text: change.change === 'gone' ? '' : clauseDigest(clauses.get(clause)!.text),
      name: '',
      date: '',
      before,
      after,
      ...(movedTo === undefined ? {} : { movedTo }),
    });
  };
  for (const dependant of dependantsOf(pack, transcripts)) {
    const change = byId.get(dependant.clause);
    if (change) add(dependant.file, dependant.what, change);
  }
  // What nobody depends on yet may be a condition, a paper to hand in or an answer that the pack lacks.
  for (const change of changes)
    if (change.leaf && change.change !== 'gone' && !lines.some(({ clause }) => clause === change.id))
      add(
        '',
        change.change === 'new' ? '新增的条款：要不要写成条件、材料或问答' : '改过的条款：还没有内容用到它',
        change,
      );
  files.set(
    'signoff.yaml',
    writeYaml(
      `${pack.id} 换成 ${name} 后要核对的内容。逐项对照签核单上的新旧条文，改好以后写上 name 和 date（如 2023-08-01）。`,
      {
        base: pack.id,
        items: lines.map(({ before: _before, after: _after, movedTo: _moved, ...item }) => item),
      },
      [],
    ),
  );
  const same = [...pack.clauses.keys()].filter(id => !byId.has(id)).length;
  return { name, files, changes, same, lines, notes };
};
