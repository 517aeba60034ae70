import { traitsOf } from '../model/pack/field-kinds.ts';
import type { AskKind } from '../model/prompt.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import {
  contrasted,
  fits,
  inferred,
  isStrict,
  LIKE_LIMIT,
  latest,
  MISTAKE,
  onlyValue,
  roleOfValue,
  slipOf,
  standing,
} from './corrected.ts';
import { editsIn } from './edits.ts';
import { ownerOf } from './owners.ts';
import { resolved, TOLD_LIMIT } from './spoken-answer.ts';
import { length } from './text.ts';
import type { Told, ToldValue } from './told.ts';
import { phoneOf, roleOf } from './understand/form-places.ts';
import type { Understanding } from './understand/understand.ts';
import { understood } from './understood.ts';
import { type Place, placeOf, places } from './walk.ts';

/** Letters that may stand around a value that answers another question than the one asked, in characters: 是…吧. */
const ASIDE = 4;

/** Where the open question cannot take a value that stands alone: the one open place of its kind beside it. */
const beside = (
  ctx: Context,
  session: Session,
  all: readonly Place[],
  open: Place,
  { unplaced, reading }: Understanding,
): ToldValue | null => {
  const [value] = unplaced;
  if (unplaced.length !== 1 || !value || reading.clauses.length !== 1) return null;
  const apart = reading.text.replace(value.words, '');
  if (traitsOf(open.field).choose === null) {
    // A person's number where the person is asked for: her own, if the form has a place for it.
    const own = value.kind === 'phone' && length(apart.trim()) <= ASIDE ? phoneOf(open) : null;
    return own && !(own.id in session.answers) && all.some(({ id }) => id === own.id)
      ? { place: own.id, value: value.words, corrects: false }
      : null;
  }
  const role = roleOfValue[value.kind];
  const own = all.filter(
    place =>
      place.section.id === open.section.id && place.entry === open.entry && roleOf(place.field) === role,
  );
  // Where it stands already, the new value is asked about beside the old one.
  const target = own.find(({ id }) => !(id in session.answers)) ?? (own.length === 1 ? own[0] : undefined);
  return target && fits(ctx, target, value.words)
    ? { place: target.id, value: value.words, corrects: false }
    : null;
};

/** Prompts that look at what is there or wait for a yes to it: a bare value is meant for what it can replace. */
const looksBack: ReadonlySet<AskKind> = new Set<AskKind>([
  'review',
  'resubmit',
  'bulk',
  'commit',
  'stop',
  'change-section',
  'change-field',
]);

/** A bare date or number while nothing is asked: a new value for the answers that could read so. */
const renewed = (ctx: Context, session: Session, all: readonly Place[], text: string): Place[] =>
  all.filter(
    ({ id, field }) =>
      (id in session.answers || id in session.proposed) &&
      isStrict({ field }, text) &&
      fits(ctx, all.find(each => each.id === id)!, text),
  );

/** 中心地址和公司一样: what the named one of its kind holds, given before or in this very message. `name`: what it was called. */
const sameAs = (
  ctx: Context,
  session: Session,
  place: Place,
  text: string,
  name: string,
  told: readonly ToldValue[],
): string | null => {
  const clause = text.split(/[，,。；;！!\n]/u).find(part => part.includes(name));
  const given = Object.fromEntries(
    told
      .filter(({ place: id }) => id !== place.id && !(id in session.answers))
      .map(({ place: id, value }) => [id, { value, at: ctx.now.ms, source: 'typed' as const }]),
  );
  return clause === undefined
    ? null
    : resolved(ctx, { ...session, answers: { ...session.answers, ...given } }, place, clause);
};

/** The one name of the form's people that a text says. */
const knownIn = (session: Session, all: readonly Place[], text: string): string | null => {
  const names = new Set(
    all.flatMap(({ id, field }) => {
      const name = roleOf(field) === 'person' ? session.answers[id]?.value : undefined;
      return name !== undefined && text.includes(name) ? [name] : [];
    }),
  );
  return names.size === 1 ? [...names][0]! : null;
};

/** A short text that only tells, long enough to look like one answer and not like any word. */
const isShort = ({ acts, answer }: Understanding, text: string): boolean =>
  answer === null && acts.every(act => act === 'tells') && length(text) >= 4 && length(text) <= LIKE_LIMIT;

/** Shortest clause that is told to be left, in characters: a remark is shorter. */
const CLAUSE = 5;

/** 大健康, where prose is asked for: the fields that are known to take just this word. */
const takesWord = (all: readonly Place[], open: Place, text: string): string[] =>
  all.flatMap(({ id, field }) =>
    id !== open.id && Object.values(field.from?.map ?? {}).some(({ value }) => value === text) ? [id] : [],
  );

/** Fields named one after the other that make a text a list of them and no prose. */
const LISTED = 2;
/** What may stand before a name that opens its clause. */
const opensClause = /^(?:我们|咱们?|我|单位|公司|中心|那|个|还有|然后|另外|对了|[想要新拟]建|的|[，,\s])*$/u;

/** What belongs to nothing anybody named: values, and whole clauses. Beside a correction a word may look like a name. */
const leftIn = ({ unplaced, corrections, fields, facts, reading, named }: Understanding): string[] => {
  const values = unplaced.filter(({ kind }) => corrections.length === 0 || kind !== 'person');
  const taken = [...fields, ...facts, ...values];
  const clauses =
    corrections.length > 0
      ? []
      : reading.clauses.filter(
          ({ act, answer, start, end, words }) =>
            act === 'tells' &&
            answer === null &&
            length(words) >= CLAUSE &&
            !taken.some(each => each.start < end && start < each.end) &&
            !named.some(each => words.includes(each.words)),
        );
  return [...values, ...clauses].sort((a, b) => a.start - b.start).map(({ words }) => words.trim());
};

/**
 * What a text gives to the form: corrections first, then values with names of their own. Null: nothing beyond an answer to
 * what is asked. Prose that answers its question is left whole.
 */
export const toldFields = (ctx: Context, session: Session, text: string): Told | null => {
  if (session.journey !== 'form' && session.journey !== 'returned') return null;
  if (length(text) > TOLD_LIMIT) return null;
  const { edits, rest } = editsIn(session, places(ctx.pack.form, session), text);
  if (edits.length === 0) return toldBeside(ctx, session, text);
  const other = rest === '' ? null : toldBeside(ctx, session, rest);
  const values = edits.flatMap(({ to }): ToldValue[] =>
    to.length === 1 ? [{ ...to[0]!, corrects: true }] : [],
  );
  const open = edits.find(({ to }) => to.length > 1);
  const placed = new Map(values.map(value => [value.place, value]));
  const says = understood(ctx, session, rest).acts.some(act => act === 'tells' || act === 'corrects');
  return {
    values: [...placed.values(), ...(other?.values ?? []).filter(({ place }) => !placed.has(place))],
    wrong: other?.wrong ?? null,
    left: other?.left ?? (says && length(rest) >= CLAUSE ? [rest] : []),
    unclear: open
      ? {
          value: open.words,
          places: open.to.map(({ place }) => place),
          each: Object.fromEntries(open.to.map(({ place, value }) => [place, value])),
        }
      : (other?.unclear ?? null),
  };
};

/** What a text gives to the form apart from what it replaces inside an answer. */
const toldBeside = (ctx: Context, session: Session, text: string): Told | null => {
  const asks = session.prompt?.asks;
  const open = asks?.kind === 'field' ? placeOf(ctx.pack.form, session, asks.field) : undefined;
  const read = understood(ctx, session, text);
  const all = places(ctx.pack.form, session);
  const corrected = new Set(read.corrections.flatMap(({ place }) => place ?? []));
  const justNow = read.pointers.some(({ kind }) => kind === 'above');
  // 联系人换了，现在是孙红，电话…: her number comes with her.
  const withPerson = new Set(
    all.flatMap(place => (corrected.has(place.id) ? (phoneOf(place)?.id ?? []) : [])),
  );
  /** 团队是25个人，不是20人: in prose only what was wrong is put right. */
  const within = (id: string, value: string): string => {
    const old = read.corrections.find(({ place }) => place === id)?.old;
    const stands = session.answers[id]?.value;
    return old && stands?.includes(old) && stands !== old ? stands.replace(old, () => value) : value;
  };
  let unclear: Told['unclear'] = null;
  const persons = read.fields.filter(({ place: id }) =>
    all.some(each => each.id === id && roleOf(each.field) === 'person'),
  );
  /** Of several fields called so: of the person named, with 刚才 the one answered last, else nobody can tell. */
  const meant = (id: string, value: string): string | null => {
    const place = all.find(each => each.id === id);
    const named = read.named.find(each => each.place === id);
    if (!place || !named) return id;
    if (corrected.has(id) && justNow)
      return latest(session, all, ({ field }) => field.label === place.field.label)?.id ?? id;
    const owners = ownerOf(session, all, named, place, { open, corrects: corrected.has(id), value, persons });
    if (owners === null) return id;
    if (owners.length > 1 && !corrected.has(id) && owners.includes(id)) return id;
    if (owners.length === 1) return owners[0]!;
    unclear = { value, places: owners };
    return null;
  };
  const values: ToldValue[] = read.fields.flatMap(({ place, value }): ToldValue[] => {
    const id = meant(place, value);
    return id === null
      ? []
      : [{ place: id, value: within(id, value), corrects: corrected.has(place) || withPerson.has(place) }];
  });
  for (const correction of [...read.corrections, ...contrasted(session, all, read)]) {
    const { place } = correction;
    const value = correction.value ?? onlyValue(read);
    if (place === null && length(text) > MISTAKE) continue;
    const found =
      place === null && value !== null ? inferred(ctx, session, all, correction, value, read) : null;
    if (!found) continue;
    // What stood wrong elsewhere is no answer to the open question as well.
    const open = values.findIndex(each => each.value === found.value && each.place !== found.place);
    if (open >= 0) values.splice(open, 1);
    if (!values.some(each => each.place === found.place)) values.push(found);
    corrected.add(found.place);
  }
  const empty = standing(
    session,
    all,
    read.corrections.find(({ place, value }) => place !== null && value === null)?.place ?? null,
  );
  const item = read.acts.includes('corrects')
    ? read.pointers.find(({ kind, number }) => kind === 'item' && number !== null)?.number
    : undefined;
  const wrong =
    empty !== null && empty in session.answers
      ? empty
      : values.length === 0 && item
        ? (all[item - 1]?.id ?? null)
        : null;
  // 谭永红自己联系，电话…: somebody the form knows by name.
  const person =
    open && roleOf(open.field) === 'person' && values.length > 0 ? knownIn(session, all, text) : null;
  if (person !== null && !values.some(({ place }) => place === open!.id))
    values.push({ place: open!.id, value: person, corrects: false });
  for (const id of read.referred) {
    const place = all.find(each => each.id === id);
    const name = read.named.find(each => each.place === id)?.words;
    const same =
      place &&
      name !== undefined &&
      // 地址同上 alone: whose it is, and which, shows by nothing.
      (name.length > 2 || values.length > 0) &&
      values.every(each => each.place !== id)
        ? sameAs(ctx, session, place, text, name, values)
        : null;
    if (same !== null) values.push({ place: id, value: same, corrects: corrected.has(id) });
  }
  const answersOpen = open !== undefined && values.some(({ place }) => place === open.id);
  const others = values.filter(({ place }) => place !== open?.id);
  if (unclear !== null && !answersOpen) return { values: others, wrong, left: [], unclear };
  if (others.length === 0 && wrong === null) {
    const kin = open && traitsOf(open.field).lines === 'many' ? takesWord(all, open, text) : [];
    if (kin.length > 0)
      return { values: [], wrong: null, left: [], unclear: { value: text, places: [...kin, open!.id] } };
    const next =
      open && !answersOpen && traitsOf(open.field).lines === 'one' && !fits(ctx, open, text)
        ? beside(ctx, session, all, open, read)
        : null;
    if (next) return { values: [next], wrong: null, left: [], unclear: null };
    const places = asks && looksBack.has(asks.kind) ? renewed(ctx, session, all, text) : [];
    if (places.length > 1)
      return {
        values: [],
        wrong: null,
        left: [],
        unclear: { value: text, places: places.map(({ id }) => id) },
      };
    const likely =
      asks && looksBack.has(asks.kind) && isShort(read, text) ? slipOf(session, all, text) : undefined;
    if (places.length === 0 && likely && fits(ctx, likely, text))
      return {
        values: [{ place: likely.id, value: text, corrects: false }],
        wrong: null,
        left: [],
        unclear: null,
      };
    const corrects = places[0] !== undefined && places[0].id in session.proposed;
    return places[0]
      ? { values: [{ place: places[0].id, value: text, corrects }], wrong: null, left: [], unclear: null }
      : null;
  }
  // Prose speaks of people, places and dates: it is an answer as a whole unless something is said to be wrong, or it names one
  // field after the other.
  const listed = open && traitsOf(open.field).lines === 'many' && answersOpen && corrected.size === 0;
  if (listed) {
    const heads = others.filter(({ place }) =>
      read.named.some(each => each.place === place && opensClause.test(each.before)),
    );
    if (heads.length < LISTED) return null;
    const left = leftIn({ ...read, fields: read.fields.filter(({ place }) => place !== open.id) });
    return {
      values: others,
      wrong,
      left: [],
      unclear: unclear ?? (left.length > 0 ? { value: left.join('，'), places: [open.id] } : null),
    };
  }
  // What stood only beside a correction is no answer to the open question.
  const kept = corrected.size > 0 && answersOpen && !corrected.has(open!.id) ? others : values;
  const isTaken = (words: string): boolean =>
    kept.some(({ value }) => value.includes(words) || words.includes(value));
  return {
    values: kept,
    wrong,
    left: leftIn(read).filter(words => !isTaken(words)),
    unclear,
  };
};
