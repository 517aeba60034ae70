import { resolveClauseId } from '../../model/clause-id.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { didYouMean } from '../suggest.ts';
import { citedIn } from './cited.ts';
import type { Reporter } from './reporter.ts';

const squeezed = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '');

/** How a quote that is not a slice differs, as far as that can be told. */
const mend = (quote: string, clauseText: string, pack: Pack): string => {
  if (squeezed(clauseText).includes(squeezed(quote))) {
    return '只差空格、换行或全角半角，请从 sources 里原样复制';
  }
  const holder = [...pack.clauses.values()].find(clause => clause.leaf && clause.text.includes(quote));
  return holder ? `这句话在「${holder.id}」里` : '请从 sources 里原样复制，一个字也不要改';
};

/** What an unknown id was probably meant to be; else what its document has. */
const suggest = (id: string, pack: Pack): string => {
  const meant = resolveClauseId(pack.clauses, pack.documents, id);
  if (meant !== null) return `是不是「${meant}」？`;
  const document = pack.documents.find(candidate => id.startsWith(`${candidate.id}·`));
  const parts = [...pack.clauses.values()].filter(clause => clause.parent === document?.id);
  return document
    ? `「${document.id}」里有：${parts.map(clause => clause.id.slice(document.id.length + 1)).join('、')}`
    : didYouMean(
        id.split('·')[0]!,
        pack.documents.map(candidate => candidate.id),
      );
};

/** Every clause id exists, and every quote is an exact slice of its clause. */
export const checkCitations = (pack: Pack, reporter: Reporter): void => {
  for (const cited of citedIn(pack)) {
    const clause = pack.clauses.get(cited.clause);
    if (!clause) {
      reporter.error(
        cited.place,
        'clause:unknown',
        `没有条款「${cited.clause}」`,
        suggest(cited.clause, pack),
      );
    } else if (cited.quote !== undefined && cited.quote.trim().length < 2) {
      reporter.warning(
        cited.quotePlace ?? cited.place,
        'clause:short-quote',
        `引文“${cited.quote}”太短，看不出是哪一句`,
        '照原文多引几个字',
      );
    } else if (cited.quote !== undefined && !clause.text.includes(cited.quote)) {
      reporter.error(
        cited.quotePlace ?? cited.place,
        'clause:not-verbatim',
        `引文不是「${cited.clause}」的原文`,
        mend(cited.quote, clause.text, pack),
      );
    }
  }
};
