import { leadIn } from '../../language/leads.ts';
import { nameEnd, offices } from '../../language/people.ts';
import type { Reading, Value } from '../../language/reading.ts';
import { matchOption } from '../fields/choice.ts';
import { contrast } from './corrections.ts';
import { type FormPlace, kindOf, type Role, roleOf } from './form-places.ts';
import { byOffice, spokenValue, withoutTail } from './spoken.ts';

/** What a stretch of talk says that a field's value is. */
export interface Stated {
  readonly text: string;
  /** What she wrote, where the value is an option that is called otherwise. */
  readonly words: string;
  readonly at: number;
  /** Whether somebody's name is told so that it need not look like one: behind an office or a short name. */
  readonly sure?: boolean;
}

export interface Statement {
  readonly stated: Stated | null;
  /** Whether she says that something that stood there is wrong. */
  readonly corrects: boolean;
  /** What she says it is not. */
  readonly old: string | null;
}

/** A stretch between two marks, or between two turns of talk without a mark. */
interface Piece {
  readonly at: number;
  readonly words: string;
}

/** Where what was told turns to what is now, or to what it is not. */
const turning =
  /(?:现在|如今|后来)(?:就)?(?:是|叫|改|换|在|用|写|填|搬)|(?:改名|改|换|变更|更正|修改|调整|替换)(?:成|为|叫|到|作)|而是|(?<!是)不是|不叫|(?:应该|正确的?)(?:是|叫|为)/gu;
const marks = /[,，。;；!！?？\n…]/u;

const piecesOf = (text: string, from: number, to: number): Piece[] => {
  const pieces: Piece[] = [];
  let start = from;
  const close = (end: number, next: number): void => {
    if (text.slice(start, end).trim() !== '') pieces.push({ at: start, words: text.slice(start, end) });
    start = next;
  };
  const turns = new Set([...text.slice(from, to).matchAll(turning)].map(({ index }) => from + index));
  for (let at = from; at < to; at += 1) {
    if (marks.test(text[at]!)) close(at, at + 1);
    else if (/\s/u.test(text[at]!) && /\p{Script=Han}{2}$/u.test(text.slice(start, at))) close(at, at + 1);
    else if (turns.has(at) && at > start) close(at, at);
  }
  close(to, to);
  return pieces;
};

/** 填错了, 换人了, 他调走了: that what stood there is so no longer. */
const gone =
  /^.{0,8}?(?:(?:填|写|打|说|弄|搞|输|发|选|记|报|登)(?:错|漏|反)|错了?$|有误|不对|换了?$|变了?$|换人|变更|更换|改过|改一下|改下|要改|搬家|搬了|搬迁|(?:少|多)(?:打|写|输|填)了?|调走|退休|辞职|离职|走了|休产假|不干了)/u;
const gaveUp = /了[啊哦哈嘛]?$/u;
/** 叫, 大名: what follows is a name, whatever it looks like. */
const isCalled = /(?:叫|大名|姓名|全名|本名)(?:是|[:：])?\s?$/u;

/** 我们杜总, 小覃. */
const shortName = new RegExp(
  `(?:^|[^\\p{Script=Han}]|我们|咱们|们|是|写|填|找)(?=\\p{Script=Han}(?:${offices}|工|董))(\\p{Script=Han})(?:${offices}|工|董)`,
  'u',
);

/** 姓名 before a name in a clause of its own: 姓程，叫程海涛. */
const LOOK_AHEAD = 6;
/** Letters between the lead and a value of its kind. */
const NEAR = 8;

const openKinds: ReadonlySet<Role> = new Set(['phone', 'date', 'email', 'organisation']);

/**
 * What the talk behind the name of a field says it is, to the next name: the value of its kind, behind what leads up to it,
 * in the first stretch that has one; what she takes back and what was so once is not it.
 */
export const statedIn = (
  reading: Reading,
  place: FormPlace,
  from: number,
  to: number,
  how: {
    readonly colon: boolean;
    readonly open: boolean;
    readonly corrects: boolean;
    /** Whether the value must stand right behind what leads up to it. */
    readonly close?: boolean;
    readonly isUsed: (value: Value) => boolean;
    readonly fits: (typed: string) => boolean;
  },
): Statement => {
  const { text, values, clauses } = reading;
  const role = roleOf(place.field);
  const kind = kindOf[role];
  const free = values.filter(value => value.kind === kind && !how.isUsed(value));
  const pieces = piecesOf(text, from, to);
  let chosen: Stated | null = null;
  let [corrects, waits, old] = [how.corrects, how.corrects, null as string | null];
  /** First letter of whoever was named by her office before: 杜总. */
  let surname: string | null = null;
  let carried = { brings: false, anew: false, former: false, denied: false };

  /** The value in a piece from a letter of it on; `led`: words led up to it. */
  const candidate = (piece: Piece, length: number, led: boolean, own: boolean): Stated | null => {
    const end = piece.at + piece.words.length;
    const at = piece.at + length;
    const rest = piece.words.slice(length);
    const typed = free.filter(value => value.start >= piece.at && value.end <= end);
    const first = typed.find(({ words }) => how.fits(words)) ?? typed[0];
    const gap = first ? first.start - at : 0;
    const alone = withoutTail(rest);
    if (how.close && gap > 0) return null;
    if (first && (openKinds.has(role) || gap <= NEAR)) {
      const whole = gap <= 0 && first.words.length >= alone.length;
      const called = /(?:叫|全名|大名|姓名|名字是)$/u.test(text.slice(piece.at, first.start));
      if (own || led || whole || called) {
        const wide = role === 'organisation' || role === 'address' ? spokenValue(role, rest) : null;
        return wide?.text.includes(first.words)
          ? { text: wide.text, words: wide.text, at: at + wide.at }
          : {
              text: first.words,
              words: first.words,
              at: first.start,
              sure: called || first.words[0] === surname,
            };
      }
    }
    if (role === 'person') {
      const titled = byOffice(rest);
      const begins = titled > 0 || led || own ? titled : 0;
      const stop = nameEnd(alone, begins);
      const name = stop < 0 ? '' : alone.slice(begins, stop);
      const ends = stop === alone.length;
      const sure = titled > 0 || name[0] === surname || isCalled.test(piece.words.slice(0, length));
      if (name !== '' && (ends || led || sure) && (sure || how.fits(name)))
        return { text: name, words: name, at: at + begins, sure };
    }
    if (role === 'choice') {
      if (!own && !led) return null;
      const plain = withoutTail(rest.replace(/(?:那|这)?(?:一)?(?:栏|类|项|种|个|块|格|方向)(?:里)?$/u, ''));
      const option = matchOption(place.field.options ?? [], plain);
      return option === null ? null : { text: option, words: rest.trimEnd(), at };
    }
    if (role === 'phone' || role === 'email' || (role === 'date' && first)) return null;
    if (how.close) return null;
    if (own) {
      const labelled = !how.colon && !corrects && !how.open;
      const spoken = spokenValue(role, piece.words, labelled);
      if (spoken && (role !== 'person' || how.fits(spoken.text)))
        return { text: spoken.text, words: spoken.text, at: piece.at + spoken.at };
      // 编号2021-037: a sign that is no word.
      if (!led && role === 'words' && /^[\da-z][\da-z-]*$/iu.test(alone))
        return { text: alone, words: alone, at };
    }
    if (!led) return null;
    if (role === 'prose') {
      const body = text.slice(at, to).trimEnd();
      return { text: body, words: body, at };
    }
    const spoken = spokenValue(role, rest);
    return spoken && (role !== 'person' || how.fits(spoken.text))
      ? { text: spoken.text, words: spoken.text, at: at + spoken.at }
      : null;
  };

  for (const [index, piece] of pieces.slice(0, LOOK_AHEAD).entries()) {
    const clause = clauses.findLast(each => each.start <= piece.at);
    if (index > 0 && clause?.act === 'asks') break;
    const begins = (rest: string): boolean => {
      const at = piece.at + piece.words.length - rest.length;
      return (
        free.some(({ start }) => start === at) ||
        (role === 'person' && nameEnd(rest, 0) === rest.length) ||
        (role === 'choice' && matchOption(place.field.options ?? [], withoutTail(rest)) !== null)
      );
    };
    const lead = leadIn(piece.words, begins);
    const rest = piece.words.slice(lead.length);
    const state = {
      brings: lead.brings || carried.brings || (lead.places && (role === 'address' || role === 'words')),
      anew: lead.anew || carried.anew,
      former: lead.former || (carried.former && !lead.anew),
      denied: lead.denied || (carried.denied && !lead.brings),
    };
    if (lead.takesBack) [corrects, waits] = [true, true];
    if (rest.trim() === '') {
      carried = state;
      continue;
    }
    carried = { brings: false, anew: false, former: false, denied: false };
    // 不是李明是王强, without a mark between.
    const pair = state.denied ? contrast.exec(piece.words) : null;
    if (pair) {
      const at = piece.at + piece.words.lastIndexOf(pair[2]!);
      const right = candidate({ at, words: pair[2]! }, leadIn(pair[2]!, begins).length, true, false);
      if (right) [chosen, old, corrects, waits] = [right, pair[1]!.trim(), true, false];
      continue;
    }
    if (state.former) {
      waits ||= chosen === null;
      continue;
    }
    if (state.denied) {
      old = withoutTail(rest.replace(gaveUp, '')).trim();
      [corrects, waits] = [true, true];
      continue;
    }
    if (role !== 'prose' && !how.colon && gone.test(rest)) {
      [corrects, waits] = [true, true];
      continue;
    }
    if (lead.places && !state.brings && !lead.anew) continue;
    surname = shortName.exec(rest)?.[1] ?? surname;
    const found = candidate(piece, lead.length, state.brings || state.anew || waits, index === 0);
    if (!found) continue;
    // 写成何勇军了，是何勇: what was written is going to be said to be wrong.
    const wrote =
      /写成|填成|打成|输成|报的|写的|填的/u.test(text.slice(from, found.at)) && gaveUp.test(piece.words);
    if (wrote && index === 0 && pieces.length > 1) {
      [old, waits] = [found.text, true];
      continue;
    }
    if (chosen === null || waits || (state.anew && state.brings)) {
      if (chosen !== null && chosen.text !== found.text && lead.takesBack) old ??= chosen.text;
      [chosen, waits] = [found, false];
    }
  }
  return { stated: chosen, corrects, old };
};
