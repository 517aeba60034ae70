import type { Value } from '../language/reading.ts';
import { editDistance } from '../model/edit-distance.ts';
import { optionsOf, traitsOf } from '../model/pack/field-kinds.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { around } from './fields/around.ts';
import { readField } from './fields/registry.ts';
import { personNamed } from './owners.ts';
import { length } from './text.ts';
import type { ToldValue } from './told.ts';
import { type Correction, contrast } from './understand/corrections.ts';
import { type Role, roleOf } from './understand/form-places.ts';
import type { Understanding } from './understand/understand.ts';
import type { Place } from './walk.ts';

/** Longest correction that names no field, in characters; in anything longer, what is wrong is a part of the story. */
export const MISTAKE = 60;
export const fits = (ctx: Context, place: Place, text: string): boolean =>
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
export const LIKE_LIMIT = 60;

const unstopped = (value: string): string => value.replace(/[。.；;]$/u, '');

/** The one answer that a new value differs from by a slip: 重庆万州申公司 for 重庆万州甲公司. */
export const slipOf = (session: Session, all: readonly Place[], value: string): Place | undefined => {
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
export const inferred = (
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
export const isStrict = ({ field }: Pick<Place, 'field'>, value: string): boolean =>
  traitsOf(field).choose === null
    ? traitsOf(field).strict
    : optionsOf(field).some(option => option.value === value || option.aliases.includes(value));
export const roleOfValue: Partial<Record<Value['kind'], Role>> = {
  address: 'address',
  organisation: 'organisation',
  email: 'email',
};
/** 不是甲机械，是乙机械, where something of the form reads so: a correction, though nobody said that anything is wrong. */
export const contrasted = (
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
export const onlyValue = ({ reading }: Understanding): string | null => {
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
export const standing = (session: Session, all: readonly Place[], id: string | null): string | null => {
  const place = id === null || id in session.answers ? undefined : all.find(each => each.id === id);
  if (!place) return id;
  const akin = all.filter(each => each.id in session.answers && roleOf(each.field) === roleOf(place.field));
  return akin.length === 1 ? akin[0]!.id : id;
};
