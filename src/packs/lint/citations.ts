import { resolveClauseId } from '../../model/clause-id.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { nearest } from '../suggest.ts';
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

/** Every clause id exists, and every quote is an exact slice of its clause. */
export const checkCitations = (pack: Pack, reporter: Reporter): void => {
  for (const cited of citedIn(pack)) {
    const clause = pack.clauses.get(cited.clause);
    if (!clause) {
      const meant =
        resolveClauseId(pack.clauses, pack.documents, cited.clause) ??
        nearest(cited.clause, pack.clauses.keys());
      reporter.error(
        cited.place,
        'clause:unknown',
        `没有条款「${cited.clause}」`,
        meant ? `是不是「${meant}」？` : '编号写法如：通知·三(一)、办法·第九条4',
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
