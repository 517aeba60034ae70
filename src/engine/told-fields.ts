import type { Value } from '../language/reading.ts';
import { editDistance } from '../model/edit-distance.ts';
import { optionsOf, traitsOf } from '../model/pack/field-kinds.ts';
import type { AskKind } from '../model/prompt.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { around } from './fields/around.ts';
import { readField } from './fields/registry.ts';
import { isEntry } from './hollow.ts';
import { ownerOf, personNamed } from './owners.ts';
import { fold, length } from './text.ts';
import { type Correction, contrast } from './understand/corrections.ts';
import { phoneOf, type Role, roleOf } from './understand/form-places.ts';
import type { Understanding } from './understand/understand.ts';
import { understood } from './understood.ts';
import { type Place, placeOf, places } from './walk.ts';

/** A value for a place of the form. `corrects`: she says that what stands there is wrong, so nobody needs to ask again. */
export interface ToldValue {
  readonly place: string;
  readonly value: string;
  readonly corrects: boolean;
}

/** What a message in ordinary prose gives to the form beside, or instead of, an answer to the open question. */
export interface Told {
  readonly values: readonly ToldValue[];
  /** A place said to be wrong without a new value: it is asked for. */
  readonly wrong: string | null;
  /** Values that belong to nothing anybody named, as they were written. */
  readonly left: readonly string[];
  /** A value that is right for one of these places, and nobody can tell which. */
  readonly unclear: { readonly value: string; readonly places: readonly string[] } | null;
}

/** Longest text that is looked through for values, in characters: a few paragraphs. Documents come as pastes and files. */
const TOLD_LIMIT = 1_000;

/** Longest correction that names no field, in characters; in anything longer, what is wrong is a part of the story. */
const MISTAKE = 60;

const fits = (ctx: Context, place: Place, text: string): boolean =>
  readField(place.field, text, around(ctx, place)).ok;

/** The answer given last, of those that a test lets through: answers stand in the order in which they were given. */
export const latest = (
  session: Session,
  all: readonly Place[],
  is: (place: Place) => boolean,
): Place | undefined => {
  const id = Object.keys(session.answers).findLast(key => all.some(place => place.id === key && is(place)));
  return id === undefined ? undefined : all.find(place => place.id === id);
};

/** Longest value that is compared letter by letter, in characters. */
const LIKE_LIMIT = 60;

const unstopped = (value: string): string => value.replace(/[。.；;]$/u, '');

/** The one answer that a new value differs from by a slip: 重庆万州申公司 for 重庆万州甲公司. */
const slipOf = (session: Session, all: readonly Place[], value: string): Place | undefined => {
  if (length(value) > LIKE_LIMIT) return undefined;
  const near = all.flatMap(place => {
    const old = session.answers[place.id]?.value;
    if (old === undefined || old === value || length(old) > LIKE_LIMIT || traitsOf(place.field).choose)
      return [];
    const [before, after] = [unstopped(old), unstopped(value)];
    const cost = editDistance(before, after);
    return cost > 0 && cost <= Math.max(1, Math.floor(length(before) / 3)) ? [{ place, cost }] : [];
  });
  const least = Math.min(...near.map(({ cost }) => cost));
  const nearest = near.filter(({ cost }) => cost === least);
  return nearest.length === 1 ? nearest[0]!.place : undefined;
};

/** What a corrected value is by its kind, where it shows. */
const roleIn = ({ reading }: Understanding, value: string): Role | undefined => {
  const kind = reading.values.find(({ words }) => value.includes(words) || words.includes(value))?.kind;
  return kind === 'phone' || kind === 'person' || kind === 'date' ? kind : kind && roleOfValue[kind];
};

/**
 * A correction that names no field: by the person it names, by what it replaces or looks like, by its kind, else the answer
 * given last.
 */
const inferred = (
  ctx: Context,
  session: Session,
  all: readonly Place[],
  { old, words, value: said }: Correction,
  value: string,
  read: Understanding,
): ToldValue | null => {
  const [person, another] = personNamed(session, all, words) ?? [];
  if (person && !another && fits(ctx, person, value)) return { place: person.id, value, corrects: true };
  if (old) {
    const holders = all.filter(({ id }) => session.answers[id]?.value.includes(old));
    const holder =
      holders.length === 1 ? holders[0]! : latest(session, all, place => holders.includes(place));
    if (!holder) return null;
    const next = session.answers[holder.id]!.value.replace(old, value);
    return { place: holder.id, value: fits(ctx, holder, next) ? next : value, corrects: true };
  }
  const role = roleIn(read, value);
  const named = /(?:名字|名称|名儿|全称|叫法)/u.test(words);
  const target =
    slipOf(session, all, value) ??
    (role && latest(session, all, place => roleOf(place.field) === role && fits(ctx, place, value))) ??
    (named ? latest(session, all, place => isCalled(place) && fits(ctx, place, value)) : undefined) ??
    latest(session, all, place => isStrict(place, value) && fits(ctx, place, value)) ??
    (said === null ? undefined : latest(session, all, () => true));
  return target && fits(ctx, target, value) ? { place: target.id, value, corrects: true } : null;
};

/** What a person, a unit or a thing is called. */
const isCalled = ({ field }: Place): boolean => {
  const role = roleOf(field);
  return role === 'person' || role === 'organisation' || (role === 'words' && /名/u.test(field.label));
};

/** Of a kind with a shape of its own; of options only one by its name. */
const isStrict = ({ field }: Pick<Place, 'field'>, value: string): boolean =>
  traitsOf(field).choose === null
    ? traitsOf(field).strict
    : optionsOf(field).some(option => option.value === value || option.aliases.includes(value));

const roleOfValue: Partial<Record<Value['kind'], Role>> = {
  address: 'address',
  organisation: 'organisation',
  email: 'email',
};

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

/** 不是甲机械，是乙机械, where something of the form reads so: a correction, though nobody said that anything is wrong. */
const set = (
  session: Session,
  all: readonly Place[],
  { corrections, reading }: Understanding,
): Correction[] => {
  if (corrections.length > 0 || length(reading.text) > MISTAKE) return [];
  const [words, old, value] = contrast.exec(reading.text.replace(/[。.!！]$/u, '')) ?? [];
  if (words === undefined || old === undefined || value === undefined) return [];
  const stands = all.some(
    ({ id, field }) => traitsOf(field).choose === null && session.answers[id]?.value.includes(old.trim()),
  );
  return stands ? [{ place: null, old: old.trim(), value: value.trim(), words }] : [];
};

/** What leads up to a right value behind a mistake: 是, 应该叫. */
const rightly = /^(?:其实|应该|应当|正确的?)?(?:是|叫|为|填|写)?(?:的是)?/u;

/** The one thing a correction names that can stand in a form: 名字搞错了 叫李铭; else all that it says behind the mistake. */
const onlyValue = ({ reading }: Understanding): string | null => {
  const telling = reading.values.filter(
    ({ kind, clause }) =>
      ['phone', 'person', 'organisation', 'email', 'date', 'address'].includes(kind) &&
      reading.clauses[clause]?.act !== 'asks',
  );
  if (telling.length > 0) return telling.length === 1 ? telling[0]!.words : null;
  const at = reading.clauses.findIndex(({ act }) => act === 'corrects');
  const [behind, more] = reading.clauses.slice(at + 1);
  return behind && !more && behind.act === 'tells' ? behind.words.replace(rightly, '') || null : null;
};

/** A place said to be wrong, or where nothing stands there, the only one of its kind where something does. */
const standing = (session: Session, all: readonly Place[], id: string | null): string | null => {
  const place = id === null || id in session.answers ? undefined : all.find(each => each.id === id);
  if (!place) return id;
  const akin = all.filter(each => each.id in session.answers && roleOf(each.field) === roleOf(place.field));
  return akin.length === 1 ? akin[0]!.id : id;
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

/** What may be said around a value: a few plain words, no signs that might belong to it. */
const aroundValue = /^[\p{Script=Han}，,。！!：:\s]{0,16}$/u;

const asAbove =
  /(?:同(?:上|前|单位|法人|主体单位|负责人|联系人|公司)|(?:和|跟|与)(?:上面|前面|单位|公司|法人|主体单位|负责人|联系人).{0,4}(?:一样|相同|一致)|也是(?:我|他|她)$|(?:还|也|都)是(?:他|她|这个人|同一个?人))/u;

/** 同单位地址, 也是他: the value of its kind that stands in the form already, where there is only one. */
export const resolved = (ctx: Context, session: Session, open: Place, text: string): string | null => {
  if (length(text) > 20 || !(asAbove.test(text) || isEntry(fold(text)))) return null;
  const role = roleOf(open.field);
  if (role === 'prose' || role === 'choice' || role === 'words') return null;
  const all = places(ctx.pack.form, session).filter(
    place => place.id !== open.id && roleOf(place.field) === role && place.id in session.answers,
  );
  const named = all.filter(({ field }) =>
    [field.label, ...field.aliases].some(name => name.length > 1 && text.includes(name)),
  );
  const values = new Set((named.length > 0 ? named : all).map(({ id }) => session.answers[id]!.value));
  return values.size === 1 ? [...values][0]! : null;
};

/** Shortest clause that is told to be left, in characters: a remark is shorter. */
const CLAUSE = 5;

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
  /** Of several fields called so: of the person named, with 刚才 the one answered last, else nobody can tell. */
  const meant = (id: string, value: string): string | null => {
    const place = all.find(each => each.id === id);
    const named = read.named.find(each => each.place === id);
    if (!place || !named) return id;
    if (corrected.has(id) && justNow)
      return latest(session, all, ({ field }) => field.label === place.field.label)?.id ?? id;
    const owners = ownerOf(session, all, named, place, { open, corrects: corrected.has(id), value });
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
  for (const correction of [...read.corrections, ...set(session, all, read)]) {
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
  const answersOpen = open !== undefined && values.some(({ place }) => place === open.id);
  const others = values.filter(({ place }) => place !== open?.id);
  if (unclear !== null && !answersOpen) return { values: others, wrong, left: [], unclear };
  if (others.length === 0 && wrong === null) {
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
  // Prose speaks of people, places and dates: it is an answer as a whole unless something is said to be wrong.
  if (open && traitsOf(open.field).lines === 'many' && answersOpen && corrected.size === 0) return null;
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

/** Kinds of value that show by their form that they are what a field asks for. */
const roleOfShape: Partial<Record<Role, Value['kind']>> = {
  organisation: 'organisation',
  address: 'address',
  date: 'date',
  email: 'email',
};

/**
 * What a text says for the place that comes next, where something else is asked first: only what shows by its form that it
 * is meant for it, an option by its name or a value of the very kind; null for anything else.
 */
export const shapedFor = (ctx: Context, session: Session, next: Place, text: string): string | null => {
  if (length(text) > TOLD_LIMIT) return null;
  const asking: Session = {
    ...session,
    prompt: { id: 'next', asks: { kind: 'field', field: next.id }, options: [] },
  };
  const { acts, fields, reading } = understood(ctx, asking, text);
  if (roleOf(next.field) === 'choice') {
    const read = readField(next.field, text, around(ctx, next));
    return read.ok && !acts.includes('asks') ? read.value : null;
  }
  const own = fields.find(({ place }) => place === next.id);
  if (!own || acts.includes('asks') || acts.includes('wants')) return null;
  const shape = roleOfShape[roleOf(next.field)];
  const shaped = reading.values.some(({ kind }) => kind === shape);
  return shaped && aroundValue.test(text.replace(own.words, '')) ? own.value : null;
};

/** The open question's own answer taken out of the sentence it stands in; null where the gate should read all of it. */
export const spokenAnswer = (ctx: Context, session: Session, open: Place, text: string): string | null => {
  const as = resolved(ctx, session, open, text);
  if (as !== null) return as;
  const role = roleOf(open.field);
  if (length(text) > TOLD_LIMIT || role === 'prose' || role === 'choice') return null;
  const { fields } = understood(ctx, session, text);
  const own = fields.find(({ place }) => place === open.id);
  if (!own) return null;
  const whole = readField(open.field, text, around(ctx, open));
  // 企业 在龙驹镇: what follows is of another matter.
  const apart = role === 'words' && /^[\s，,]/u.test(text.slice(own.end));
  // Several names to choose from are the gate's to ask about.
  if (!whole.ok && (whole.choices?.length ?? 0) > 1) return null;
  if (whole.ok && (whole.value === own.value || (role !== 'person' && role !== 'organisation' && !apart)))
    return null;
  return aroundValue.test(text.replace(own.words, '')) ? own.value : null;
};
