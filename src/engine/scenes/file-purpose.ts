import type { MeaningOf } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { fold, length } from '../text.ts';
import { say } from '../wording.ts';
import { OTHER } from './files.ts';

/** Longest text that only says what a file is, in characters. */
const LONGEST = 24;

/** Characters of the words that point at a file and say that it is something:「这就是那个……，请归入」. */
const pointing =
  /^[这那就是个份刚才发的我们单位公司文件附作为当归入到放在算属于用一请把它都全部里面几两三些扫描盖章吧啊了哈呢上下前后第传补交图片照版复印原]*$/u;
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

/** Papers a file can be filed under, whether or not they are needed (yet), and the rest. */
const papers = (ctx: Context): { readonly means: MeaningOf<'file'>; readonly label: string }[] => [
  ...ctx.pack.form.checklist
    .filter(({ accepts }) => accepts)
    .map(({ id, title }) => ({ means: { kind: 'item' as const, item: id }, label: title })),
  { means: { kind: 'item', item: OTHER }, label: say(ctx.pack, 'file.other') },
];

/** How much of a paper's name stands in a text, from its end: 协议 of 联合建设协议书; 0 when nothing does. */
const namedIn = (label: string, text: string): number => {
  const name = core(label);
  const stems = /[书表]$/u.test(name) ? [name, name.slice(0, -1)] : [name];
  let best = 0;
  for (const stem of stems)
    for (let from = 0; from + 2 <= stem.length; from += 1) {
      const piece = stem.slice(from);
      if (!anyPaper.has(piece) && text.includes(piece)) best = Math.max(best, piece.length);
    }
  return best;
};

/**
 * What the words beside a file say it is for: the one paper that is named in them, however much else they say. Null where
 * none is named, or several are.
 */
export const purposeBeside = (ctx: Context, caption: string): MeaningOf<'file'> | null => {
  const text = fold(caption).replace(/[\s\p{P}]/gu, '');
  const named = papers(ctx)
    .map(({ means, label }) => ({ means, fits: namedIn(label, text) }))
    .filter(({ fits }) => fits > 0);
  const best = named.filter(({ fits }) => fits === Math.max(...named.map(each => each.fits)));
  const others = named.filter(({ means }) => means.kind === 'item' && means.item !== OTHER);
  return others.length > 1 ? null : (best[0]?.means ?? null);
};

/** 发错了, 不用了, 这个不要: the file is not to be used. */
const declining =
  /^(?:都|全部|这些|这|那|另|外|一|剩下|其余|个|份|文件|图片|的|我|不好意思|抱歉|是)*(?:发错|传错|弄错|错|不用|不要|不使用|不算|删|取消|撤回|作废|算)(?:掉|除|的|了|吧|这个|文件|它)*$/u;

/** 第二个是…, 合作协议是…: which of the waiting files is spoken of, by its place or its name, and what is said of it. */
export const fileIn = (
  session: Session,
  typed: string,
): { readonly at: number; readonly rest: string } | null => {
  if (session.pendingFiles.length === 0 || length(typed) > LONGEST * 2) return null;
  const [head = '', number] =
    /^\s*第?([一二三四五六七八九]|\d{1,2})[个份号](?:文件)?[是：:，,]?/u.exec(typed) ?? [];
  const at =
    number === undefined
      ? -1
      : (/\d/.test(number) ? Number(number) : '一二三四五六七八九'.indexOf(number) + 1) - 1;
  if (number !== undefined && head !== '' && /第/.test(head)) {
    // Of one that is left, whatever its place was.
    if (session.pendingFiles.length === 1) return { at: 0, rest: typed.slice(head.length) };
    if (at < session.pendingFiles.length) return { at, rest: typed.slice(head.length) };
  }
  const named = session.pendingFiles.flatMap(({ name }, index) => {
    const stem = name.replace(/\.\w{1,5}$/u, '');
    return stem.length > 1 && typed.startsWith(stem) && typed.length > stem.length
      ? [{ at: index, stem }]
      : [];
  });
  return named.length === 1 ? { at: named[0]!.at, rest: typed.slice(named[0]!.stem.length) } : null;
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
  if (session.pendingFiles.length > 0 && declining.test(text))
    return { means: { kind: 'none' }, all: several.test(text) };
  const ranked = papers(ctx)
    .map(({ means, label }) => ({ means, fits: shared(label, text) }))
    .sort((a, b) => b.fits - a.fits);
  const [first, second] = ranked;
  if (!first || first.fits === 0) return null;
  const tied = second?.fits === first.fits && second.means.kind === 'item' && second.means.item !== 'other';
  return tied ? null : { means: first.means, all: several.test(text) };
};
