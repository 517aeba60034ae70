import type { Reading } from '../../language/reading.ts';

/** 不是李明，是王强 · 电话改成… · 填错了: what is said to be wrong. `place` null: she does not say which field. */
export interface Correction {
  readonly place: string | null;
  readonly old: string | null;
  readonly value: string | null;
  readonly words: string;
}

/** 不是李明，是王强. */
export const contrast =
  /^[\s:：,，]{0,9}(?:并)?不是(?:叫)?(.{1,40}?)[\s,，;；]{0,9}(?:而|应该|其实){0,2}(?:是|叫|为)(?!不)(.{1,60})$/su;
/** 是周敏不是周明: the right one first. */
export const rightFirst = /^[\s:：,，]{0,9}(?:应该)?是(.{1,40}?)[\s,，]{0,9}(?:而)?不是(.{1,40})$/su;
/** 填错了. */
export const mistaken =
  /(?:填|写|打|说|弄|搞|输|发|选|记|报)(?:错|漏)(?:了|啦|咯)?|错(?:了|啦|咯)?|有误|换了|变了|换人了|不对|写反|填反|打反/u;
/** 改成, before the new value. */
export const changes =
  /(?:改成|改为|改作|改到|换成|换为|修改为|修改成|更正为|更改为|变更为|变更成|应该是|应为|应该为|应改为|应改成|正确的?(?:应该)?是|才对|替换成|替换为|改一下[,，]?(?:是|为)?)/u;

/** A correction that names no field: 不是李明，是王强. */
export const bareCorrection = ({ clauses, text }: Reading): Correction | null => {
  const first = clauses.find(({ act }) => act === 'corrects');
  if (!first) return null;
  const words = text.slice(first.start);
  const pair = contrast.exec(words.replace(/[。!！]$/u, ''));
  const change = changes.exec(words);
  const value = pair?.[2] ?? (change ? words.slice(change.index + change[0].length) : '');
  return { place: null, old: pair?.[1]?.trim() ?? null, value: value.trim() || null, words };
};
