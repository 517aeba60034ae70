import type { Clause } from '../model/clause.ts';
import { fromChinese, toChinese } from '../model/numerals.ts';
import type { SourceDocument } from '../model/pack/manifest.ts';

const numeral = '[一二三四五六七八九十两]{1,3}|\\d{1,2}';

/** 24 or 二十四 as 二十四, for numbers below a hundred. */
const chinese = (text: string): string => {
  if (!/^\d+$/.test(text)) return text.replace('两', '二');
  return toChinese(Number(text)) || '零';
};

const arabic = (text: string): string =>
  /^\d+$/.test(text) ? text : String(fromChinese(text.replace('两', '二')));

const article = new RegExp(
  `第?(${numeral})条(?:第?[((]?(${numeral})[))]?(款|项|点|条)?)?(?:第?(${numeral})项)?`,
  'u',
);
const section = new RegExp(
  `^的?第?(${numeral})(?:大?[条点]|部分|[章项栏块])?[、.]?(?:[((]第?(${numeral})[))]|的?第(${numeral}))(?:小?点|[款项条])?`,
  'u',
);
const part = '(?:部分|[条章项栏点块节款]|张?表|个表)';
const single = new RegExp(
  `^的?(?:表|第)?(${numeral})${part}|^的?[表第](${numeral})|^的?(${numeral})(?=[^\\p{L}\\p{N}]|$)`,
  'u',
);

export interface Cited {
  /** Known clause the words point at, or null when there is no such clause. */
  readonly clause: string | null;
  /** The pointer as an id, known or not: 办法·第三十条. */
  readonly pointer: string;
  /** The question without the pointer. */
  readonly rest: string;
}

type Documents = readonly Pick<SourceDocument, 'id' | 'structure' | 'aliases'>[];

/** Ids a pointer may mean, best first. */
const readings = (document: Documents[number], text: string): { ids: string[]; length: number } | null => {
  if (document.structure === 'articles') {
    const found = article.exec(text);
    if (!found || found.index > 2) return null;
    const [whole, number, second, unit, third] = found;
    const base = `第${chinese(number!)}条`;
    const ids = [base];
    if (second) {
      const items = [`${base}${arabic(second)}`, `${base}(${chinese(second)})`];
      const paragraph = `${base}第${chinese(second)}款`;
      ids.unshift(...(unit === '款' ? [paragraph, ...items] : [...items, paragraph]));
      if (third)
        ids.unshift(`${paragraph}${arabic(third)}`, `${base}${arabic(third)}`, `${base}(${chinese(third)})`);
    }
    return { ids, length: found.index + whole.length };
  }
  if (document.structure === 'form') {
    const note = new RegExp(`^(?:的)?(?:填表|填写|填报)?说明(?:第)?(${numeral})?(?:条|点|项)?`, 'u').exec(
      text,
    );
    if (note) return { ids: note[1] ? [`说明${chinese(note[1])}`] : ['说明'], length: note[0].length };
    if (text.startsWith('封面')) return { ids: ['封面'], length: 2 };
  }
  const two = document.structure === 'form' ? null : section.exec(text);
  if (two) {
    const [whole, first, bracketed, counted] = two;
    return {
      ids: [`${chinese(first!)}(${chinese((bracketed ?? counted)!)})`, chinese(first!)],
      length: whole.length,
    };
  }
  const one = single.exec(text);
  if (one) return { ids: [chinese((one[1] ?? one[2] ?? one[3])!)], length: one[0].length };
  return null;
};

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** A document by one of its names, and what the name looks like in a question. */
interface Named {
  readonly document: Documents[number];
  readonly name: string;
  readonly pattern: RegExp;
}

/** Names of a pack's documents, longest first; a pack never changes. */
const names = new WeakMap<Documents, readonly Named[]>();

const namesOf = (documents: Documents): readonly Named[] => {
  const known = names.get(documents);
  if (known) return known;
  const named = documents
    .flatMap(document =>
      [document.id, ...document.aliases].map(alias => {
        const name = alias.toLowerCase();
        const pattern = new RegExp(`《?${literal(name)}》?(?:的|里面的?|里头的?|里的?|中的?)?`, 'u');
        return { document, name, pattern };
      }),
    )
    .sort((a, b) => b.name.length - a.name.length);
  names.set(documents, named);
  return named;
};

const anyArticle = new RegExp(`第(?:${numeral})条`, 'u');

/**
 * Reads a pointer such as `办法第九条第4项`, `附件2`, `通知五(一)` or a bare `第二十四条第二款`. Without a document's
 * name an article belongs to the measures and `三(一)` to the notice. Null when the text holds no pointer.
 */
export const readCitation = (
  text: string,
  documents: Documents,
  clauses: ReadonlyMap<string, Clause>,
): Cited | null => {
  for (const { document, name, pattern } of namesOf(documents)) {
    const found = pattern.exec(text);
    if (!found) continue;
    const after = text.slice(found.index + found[0].length);
    const pointer = readings(document, after);
    if (pointer) {
      const rest = text.slice(0, found.index) + after.slice(pointer.length);
      const known = pointer.ids.map(id => `${document.id}·${id}`).find(id => clauses.has(id));
      return { clause: known ?? null, pointer: `${document.id}·${pointer.ids.at(-1)}`, rest };
    }
    if (/^附件\d$/u.test(document.id) && name === document.id) {
      return { clause: document.id, pointer: document.id, rest: text.slice(0, found.index) + after };
    }
  }
  const articles = documents.find(document => document.structure === 'articles');
  const bareArticle = anyArticle.exec(text);
  if (articles && bareArticle) {
    const pointer = readings(articles, text.slice(bareArticle.index))!;
    const known = pointer.ids.map(id => `${articles.id}·${id}`).find(id => clauses.has(id));
    const rest = text.slice(0, bareArticle.index) + text.slice(bareArticle.index + pointer.length);
    return { clause: known ?? null, pointer: `${articles.id}·${pointer.ids.at(-1)}`, rest };
  }
  const notice = documents.find(document => document.structure === 'notice');
  const bareSection =
    /(?<![一二三四五六七八九十])([一二三四五六七八九十]+)[、.]?[(]([一二三四五六七八九十]+)[)]/u.exec(text);
  if (notice && bareSection) {
    const pointer = `${notice.id}·${bareSection[1]}(${bareSection[2]})`;
    const rest = text.replace(bareSection[0], '');
    return { clause: clauses.has(pointer) ? pointer : null, pointer, rest };
  }
  return null;
};
