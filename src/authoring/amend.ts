import { type Document, parseDocument } from 'yaml';
import type { Pack } from '../model/pack/pack.ts';
import { CONFIRM } from '../packs/unconfirmed.ts';
import { findManifest } from './find-manifest.ts';
import type { Paper } from './paper.ts';
import { splitPapers } from './split-papers.ts';

export interface Amended {
  readonly files: ReadonlyMap<string, string>;
  /** What was changed, in words for the author. */
  readonly done: readonly string[];
}

const text = (document: Document): string =>
  document.toString({ lineWidth: 0, flowCollectionPadding: false });

const guess = (document: Document, path: (string | number)[], because: string): void => {
  const node = document.getIn(path, true) as { comment?: string } | undefined;
  if (node && typeof node === 'object') node.comment = `${CONFIRM.slice(1)}：${because}`;
};

/** The topics whose answer a new last day changes. */
const dated = ['deadline', 'extension'] as const;

/**
 * A running notice with one more paper: an extension, a correction, an early end. The paper becomes a source; a new last
 * day moves the window to its clause, and answers about it show the old and the new text side by side.
 */
export const amendPack = (pack: Pack, texts: ReadonlyMap<string, string>, paper: Paper): Amended => {
  const count = pack.documents.filter(({ id }) => id.startsWith('补充通知')).length;
  const id = `补充通知${count === 0 ? '' : count + 1}`;
  const [found] = splitPapers({ ...paper, text: paper.text }, []);
  // The clauses are numbered under the name the paper gets in this pack.
  const source = {
    ...found!,
    id,
    clauses: found!.clauses.map(one => ({ ...one, id: one.id.replace(/^通知/u, id) })),
  };
  const { window, documents } = findManifest(pack.id, [source]).data as {
    window?: { opens: string; closes: string; clause: string; quote: string };
    documents: { number?: string; date?: string }[];
  };
  const files = new Map<string, string>([[`sources/${id}.md`, source.text]]);
  const manifest = parseDocument(texts.get('pack.yaml') ?? '');
  const done = [`补充文件列为「${id}」`];
  const { number, date } = documents[0]!;
  manifest.addIn(['documents'], {
    id,
    file: `${id}.md`,
    title: source.title,
    ...(number === undefined ? {} : { number }),
    ...(date === undefined ? {} : { date }),
    structure: source.structure,
  });
  const before = pack.manifest.window;
  if (window && window.closes !== before.closes) {
    manifest.setIn(['window', 'closes'], window.closes);
    manifest.setIn(['window', 'clause'], window.clause);
    manifest.setIn(['window', 'quote'], window.quote);
    guess(manifest, ['window', 'closes'], `原为 ${before.closes}`);
    if (manifest.hasIn(['window', 'advice'])) manifest.deleteIn(['window', 'advice']);
    const conflict = `截止日期调整${count === 0 ? '' : count + 1}`;
    const ruling = `以《${source.title}》为准，截止日期为${window.closes}。`;
    const entry = {
      id: conflict,
      title: `截止日期由${before.closes}改为${window.closes}`,
      cites: [
        { clause: before.clause, quote: before.quote },
        { clause: window.clause, quote: window.quote },
      ],
      ruling,
      confirmed: true,
    };
    if (manifest.hasIn(['conflicts'])) manifest.addIn(['conflicts'], entry);
    else manifest.setIn(['conflicts'], [entry]);
    done.push(`截止日期由 ${before.closes} 改为 ${window.closes}（${window.clause}）`);
    const faq = parseDocument(texts.get('faq.yaml') ?? 'topics: {}\n');
    for (const topic of dated) {
      const said = pack.faq.topics?.[topic];
      const old = said && 'clauses' in said ? said.clauses : [];
      faq.setIn(['topics', topic], {
        clauses: [window.clause, ...old].slice(0, 3),
        ...(said && said.asks.length > 0 ? { asks: said.asks } : {}),
        conflicts: [...(said?.conflicts ?? []), conflict],
      });
    }
    files.set('faq.yaml', text(faq));
    done.push('问截止时间时，新旧两处原文一并列出');
  } else
    done.push(
      '没有找到新的截止日期；改了别的内容的，请在相应的条件、栏目、问答里改，并在 conflicts 写明新旧两处',
    );
  files.set('pack.yaml', text(manifest));
  return { files, done };
};
