import { fromChinese } from './numerals.ts';

/** What is needed of a source document to recognise its name. */
export interface NamedDocument {
  readonly id: string;
  readonly title: string;
  readonly aliases: readonly string[];
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s《》〈〉「」“”"]/g, '')
    .replace(/[•・‧∙]/g, '·');

/**
 * Reduces a place inside a document to its numbers: `第九条4`, `第9条第四项` and `第九条(四)` all become `9-4`. Chapters
 * and paragraphs keep their kind, because `第二章` is not `第二条`.
 */
const keyOf = (place: string): string =>
  plain(place)
    .replace(/[零〇一二三四五六七八九十百]+/g, numeral => {
      const value = fromChinese(numeral);
      return Number.isNaN(value) ? numeral : String(value);
    })
    .replace(/\d+/g, '-$&-')
    .replace(/(?<!\d)(\d+)-+([章节款])/g, '$2$1')
    .replace(/[第条项点部分之的、.()·]/g, '-')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');

/** Names of a document, longest first, as they may stand in front of a place. */
const namesOf = (document: NamedDocument): string[] =>
  [document.id, document.title, ...document.aliases].map(plain).filter(name => name !== '');

const placeIn = (document: NamedDocument, text: string): string | null => {
  const name = namesOf(document)
    .sort((a, b) => b.length - a.length)
    .find(candidate => text.startsWith(candidate));
  return name === undefined ? null : text.slice(name.length);
};

/**
 * The id of the clause that `spelling` means, or null when it means none or several. Accepts full-width brackets,
 * Arabic for Chinese numerals, `第四项`, document titles and aliases, and places without a document where only one
 * document has them: `办法第24条第二款`, `《通知》三、（一）`, `说明二`. A paragraph pointer to an article of one paragraph
 * means the article.
 */
export const resolveClauseId = (
  clauses: { has(id: string): boolean; keys(): Iterable<string> },
  documents: readonly NamedDocument[],
  spelling: string,
): string | null => {
  const text = plain(spelling);
  if (clauses.has(text)) return text;

  const named = documents
    .map(document => ({ document, place: placeIn(document, text) }))
    .filter(({ place }) => place !== null)
    .sort((a, b) => a.place!.length - b.place!.length)[0];
  const key = keyOf(named ? named.place! : text);
  if (key === '') return named && clauses.has(named.document.id) ? named.document.id : null;

  const wanted = [key, key.replace(/-?款1$/, '')];
  for (const candidate of wanted) {
    const found = [...clauses.keys()].filter(id => {
      const dot = id.indexOf('·');
      if (dot === -1 || (named && id.slice(0, dot) !== named.document.id)) return false;
      return keyOf(id.slice(dot + 1)) === candidate;
    });
    if (found.length === 1) return found[0]!;
    if (found.length > 1) return null;
  }
  return null;
};
