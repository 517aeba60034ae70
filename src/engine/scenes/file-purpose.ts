import type { MeaningOf } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { fold, length } from '../text.ts';
import { purposes } from './files.ts';

/** Longest text that only says what a file is, in characters. */
const LONGEST = 24;

/** Characters of the words that point at a file and say that it is something:「这就是那个……，请归入」. */
const pointing =
  /^[这那就是个份刚才发的我们单位公司文件附作为当归入到放在算属于用一请把它都全部里面几两三些扫描盖章吧啊了哈呢]*$/u;
const several = /都|全部|这些|这几|[两二三四五六]个/u;

/** Words that any paper may be called: alone they name none. */
const anyPaper = new Set(['材料', '文件', '附件', '资料']);

/** A name as people shorten it: without brackets, and without the last「书」or「表」of a form. */
const core = (label: string): string => fold(label).replace(/[《》“”"\s]/g, '');

/** The longest piece that both end with (协议 of 联合建设协议书) or that is the whole name; 0 when it is no name. */
const shared = (label: string, text: string): number => {
  const name = core(label);
  const stems = /[书表]$/u.test(name) ? [name, name.slice(0, -1)] : [name];
  let best = 0;
  for (const stem of stems) {
    for (let from = 0; from + 2 <= stem.length; from += 1) {
      const piece = stem.slice(from);
      const at = text.indexOf(piece);
      if (at < 0 || anyPaper.has(piece)) continue;
      const rest = text.slice(0, at) + text.slice(at + piece.length).replace(/^[书表]/u, '');
      if (pointing.test(rest)) best = Math.max(best, piece.length);
    }
  }
  return best;
};

/** Whether a text points at something that is there: 就是那个……, 这个是……. A name alone may be anything. */
export const pointsAtPaper = (typed: string): boolean => /^[就都]?是?[这那刚][个份些几才]/u.test(fold(typed));

/**
 * What a text says a file is for:「就是那个协议」,「证明材料」,「都是证明材料」(`all`). Only a text that says nothing else; where
 * two papers fit equally well, the one of the checklist before the rest, else none.
 */
export const purposeIn = (
  ctx: Context,
  session: Session,
  typed: string,
): { readonly means: MeaningOf<'file'>; readonly all: boolean } | null => {
  if (length(typed) > LONGEST) return null;
  const text = fold(typed).replace(/[\s\p{P}]/gu, '');
  const ranked = purposes(ctx, session)
    .filter(({ means }) => means.kind === 'item')
    .map(({ means, label }) => ({ means, fits: shared(label, text) }))
    .sort((a, b) => b.fits - a.fits);
  const [first, second] = ranked;
  if (!first || first.fits === 0) return null;
  const tied = second?.fits === first.fits && second.means.kind === 'item' && second.means.item !== 'other';
  return tied ? null : { means: first.means, all: several.test(text) };
};
