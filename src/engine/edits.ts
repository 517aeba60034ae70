import { traitsOf } from '../model/pack/field-kinds.ts';
import type { Session } from '../model/session.ts';
import { fold, length } from './text.ts';
import { nearTo } from './understand/near-label.ts';
import type { Place } from './walk.ts';

/** A part of an answer that is to be replaced, for every place it may be meant for: what would stand there then. */
export interface Edit {
  readonly to: readonly { readonly place: string; readonly value: string }[];
  /** As it was said. */
  readonly words: string;
}

/** Edits of a text, and what it says beside them. */
export interface Edits {
  readonly edits: readonly Edit[];
  readonly rest: string;
}

/** Longest sentence with an edit in it, and longest part that is replaced, in characters. */
const LIMIT = 80;
const PART = 30;

/** X改成Y. */
const changed =
  /^(.{1,50}?)(?:给我|都|要|应该|得|请){0,3}(?:改成|改为|改作|换成|换为|修改为|修改成|更正为|更改为|变更为)[了\s:：]?(.{1,40})$/su;
/** 其实是Y不是X, 是Y，不是X. */
const settled =
  /^(.{0,24}?)(?:其实|应该|现在|实际上?|确实)*是(.{1,30}?)[\s，,]{0,3}(?:并|而)?不是(.{1,30})$/su;
/** Said around the new part, and no part of it. */
const trailing = /(?<=\S)(?:[了吧啊呀哈嘛噻哦嘞呗咯哟]|谢谢(?:您|你|老师)?|[\s。.!！~～,，]){1,8}$/u;
const digit = /\d/u;

/** Where a part stands in a value by itself, not inside a longer number; -1 where it does not. */
const standsAt = (value: string, part: string): number => {
  for (let at = value.indexOf(part); at >= 0; at = value.indexOf(part, at + 1)) {
    const cutsAhead = digit.test(part[0]!) && digit.test(value[at - 1] ?? '');
    const cutsBehind = digit.test(part.at(-1)!) && digit.test(value[at + part.length] ?? '');
    if (!cutsAhead && !cutsBehind) return at;
  }
  return -1;
};

/** Shortest part of an answer that can be meant, in characters: a number with its unit, a name. */
const SHORTEST = 2;

/** The longest end of what stands before 改成 that some answer holds, and what leads up to it. */
const oldIn = (
  said: string,
  values: readonly string[],
): { readonly old: string; readonly before: string } | null => {
  const letters = [...said.replace(/^(?:把|将|请把|帮我把|麻烦把)/u, '')];
  for (let at = Math.max(0, letters.length - PART); at <= letters.length - SHORTEST; at += 1) {
    const old = letters.slice(at).join('').trim();
    if (old !== '' && values.some(value => standsAt(value, old) >= 0))
      return { old, before: letters.slice(0, at).join('') };
  }
  return null;
};

const replaced = (value: string, old: string, by: string): string => {
  const at = standsAt(value, old);
  return value.slice(0, at) + by + value.slice(at + old.length);
};

/** Sentences first, then their clauses: 不是X stands behind a comma. */
const pieces = (text: string): string[] => text.split(/(?<=[。；;！!\n])/u);
const clauses = (text: string): string[] => text.split(/(?<=[，,])/u);

/**
 * What a message replaces inside what stands in the form: 团队那里的15人改成18人 · 目标里1万亩改成2万亩 · 是18人不是15人. A field named
 * before the part says whose it is; a name alone (电话改成…) replaces no part and is left to whoever reads names.
 */
export const editsIn = (session: Session, all: readonly Place[], text: string): Edits => {
  const held = all.filter(({ id, field }) => id in session.answers && traitsOf(field).choose === null);
  const changedTo = new Map<string, string>();
  const current = ({ id }: Place): string => changedTo.get(id) ?? session.answers[id]!.value;
  const names = all.flatMap(({ field }) => [field.label, ...field.aliases]).map(fold);
  const toOf = (old: string, by: string, before: string): Edit['to'] => {
    const holders = held.filter(place => standsAt(current(place), old) >= 0);
    const hinted = before === '' ? [] : nearTo(holders, before, 1);
    const meant = hinted.length > 0 ? hinted : holders;
    return meant.map(place => ({ place: place.id, value: replaced(current(place), old, by) }));
  };
  const read = (said: string): Edit | null => {
    if (length(said) > LIMIT) return null;
    const plain = said.replace(trailing, '');
    const [, right, by, was] = settled.exec(plain) ?? [];
    if (by !== undefined && was !== undefined) {
      const found = oldIn(was, held.map(current));
      const whole = found && found.before === '';
      return whole ? { to: toOf(found.old, by.trim(), right ?? ''), words: said } : null;
    }
    const [, ahead, next] = changed.exec(plain) ?? [];
    if (ahead === undefined || next === undefined) return null;
    const named = fold(ahead);
    if (names.some(name => name.length > 1 && named.endsWith(name))) return null;
    const found = oldIn(ahead, held.map(current));
    return found ? { to: toOf(found.old, next.trim(), found.before), words: said } : null;
  };
  const edits: Edit[] = [];
  const take = (edit: Edit): void => {
    edits.push(edit);
    // A second part of the same answer is replaced in what the first has made of it.
    if (edit.to.length === 1) changedTo.set(edit.to[0]!.place, edit.to[0]!.value);
  };
  const rest: string[] = [];
  for (const piece of pieces(text)) {
    const whole = read(piece);
    if (whole && clauses(piece).length <= 2 && settled.test(piece.replace(trailing, ''))) {
      take(whole);
      continue;
    }
    for (const clause of clauses(piece)) {
      const edit = read(clause);
      if (edit) take(edit);
      else rest.push(clause);
    }
  }
  return { edits, rest: rest.join('').trim() };
};
