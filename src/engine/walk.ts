import type { FormCondition } from '../model/pack/eligibility.ts';
import type { Field, Form, FormSection } from '../model/pack/form.ts';
import type { Answer, Session } from '../model/session.ts';
import { type AnswerTo, holds } from './applies.ts';
import type { Truth } from './logic.ts';

/** One place of the form to be filled: a field, in the n-th entry of its group if it has one. */
export interface Place {
  /** `unitName`, or `partners.0.name` in a repeating group. */
  readonly id: string;
  readonly field: Field;
  readonly section: FormSection;
  /** 0-based entry of the repeating group. */
  readonly entry: number | null;
}

/** What the walk meets next. */
export type Step =
  | { readonly kind: 'place'; readonly place: Place }
  /** Does this repeating group have entries at all? */
  | { readonly kind: 'group'; readonly section: FormSection }
  /** Is there one more entry? */
  | { readonly kind: 'more'; readonly section: FormSection; readonly count: number }
  | { readonly kind: 'done' };

type Filled = Pick<Session, 'skipped' | 'groups' | 'openGroups' | 'facts'> & {
  readonly answers: Readonly<Record<string, Pick<Answer, 'value'>>>;
};

/** All places of a section, entry by entry: made once, since a form never changes and every turn walks it. */
const drawn = new WeakMap<FormSection, Place[][]>();

/** Places of one entry of a section, whether they apply or not. */
const placesOfEntry = (section: FormSection, entry: number): readonly Place[] => {
  const entries = drawn.get(section) ?? [];
  drawn.set(section, entries);
  entries[entry] ??= section.fields.map(field =>
    section.repeat
      ? { id: `${section.id}.${entry}.${field.id}`, field, section, entry }
      : { id: field.id, field, section, entry: null },
  );
  return entries[entry];
};

/** Every place that applies now, in the order in which it is asked. */
export const places = (form: Form, state: Filled): Place[] => {
  const all: Place[] = [];
  for (const section of form.sections) all.push(...placesOfSection(form, section, state));
  return all;
};

/** Where each field of a form that does not repeat stands. */
const standing = new WeakMap<Form, ReadonlyMap<string, Place>>();

const plainPlaces = (form: Form): ReadonlyMap<string, Place> => {
  const known =
    standing.get(form) ??
    new Map(
      form.sections
        .filter(section => !section.repeat)
        .flatMap(section => placesOfEntry(section, 0).map(place => [place.id, place] as const)),
    );
  standing.set(form, known);
  return known;
};

/** The answers that a condition at `from` may look at: of the same entry first, and none that does not apply itself. */
const answersAround = (form: Form, state: Filled, from: Place | null, asked: readonly string[]): AnswerTo => {
  return id => {
    const beside =
      from === null || from.entry === null
        ? undefined
        : placesOfEntry(from.section, from.entry).find(({ field }) => field.id === id);
    const place = beside ?? plainPlaces(form).get(id);
    const value = place && state.answers[place.id]?.value;
    if (!place || value === undefined || asked.includes(place.id)) return null;
    return applies(form, state, place, [...asked, place.id]) ? { field: place.field, value } : null;
  };
};

const applies = (form: Form, state: Filled, place: Place, asked: readonly string[] = [place.id]): boolean => {
  const { when } = place.field;
  if (!when) return true;
  return holds(when, { facts: state.facts, answerTo: answersAround(form, state, place, asked) }) === true;
};

/** Whether a condition that stands beside the form holds: of a paper to hand in. Null while nobody can tell. */
export const formHolds = (form: Form, state: Filled, condition: FormCondition): Truth =>
  holds(condition, { facts: state.facts, answerTo: answersAround(form, state, null, []) });

const placesOfSection = (form: Form, section: FormSection, state: Filled): Place[] => {
  const count = section.repeat ? (state.groups[section.id] ?? 0) : 1;
  const found: Place[] = [];
  for (let entry = 0; entry < count; entry += 1) {
    for (const place of placesOfEntry(section, entry)) if (applies(form, state, place)) found.push(place);
  }
  return found;
};

export const placeOf = (form: Form, state: Filled, id: string): Place | undefined =>
  places(form, state).find(place => place.id === id);

const isOpen = (state: Filled, place: Place): boolean =>
  !(place.id in state.answers) && !state.skipped.includes(place.id);

/** Where we are, derived from the answers: the first thing still to be asked. */
export const nextStep = (form: Form, state: Filled): Step => {
  for (const section of form.sections) {
    if (section.repeat && !(section.id in state.groups)) return { kind: 'group', section };
    const open = placesOfSection(form, section, state).find(place => isOpen(state, place));
    if (open) return { kind: 'place', place: open };
    if (section.repeat && state.openGroups.includes(section.id)) {
      return { kind: 'more', section, count: state.groups[section.id] ?? 0 };
    }
  }
  return { kind: 'done' };
};

/** The place answered or skipped last before `id` in walking order, for 上一步; before the end when `id` is null. */
export const placeBefore = (form: Form, state: Filled, id: string | null): Place | undefined => {
  const all = places(form, state);
  const index = id === null ? all.length : all.findIndex(place => place.id === id);
  return all.slice(0, index < 0 ? all.length : index).findLast(place => !isOpen(state, place));
};

/** Places left to 待补: skipped although required. */
export const postponed = (form: Form, state: Filled): Place[] =>
  places(form, state).filter(place => state.skipped.includes(place.id) && place.field.required);

/** Answers to places that do not apply any more (a partner fewer, a changed branch). */
export const orphans = (form: Form, state: Filled): string[] => {
  const alive = new Set(places(form, state).map(place => place.id));
  return [...Object.keys(state.answers), ...state.skipped].filter(id => !alive.has(id));
};

export interface Progress {
  readonly filled: number;
  /** Places that apply now; a group not asked about yet counts nothing. */
  readonly total: number;
  /** Whether the total can still grow. */
  readonly open: boolean;
}

export const progress = (form: Form, state: Filled): Progress => {
  const all = places(form, state);
  return {
    filled: all.filter(place => place.id in state.answers).length,
    total: all.length,
    open: form.sections.some(
      section => section.repeat && (!(section.id in state.groups) || state.openGroups.includes(section.id)),
    ),
  };
};

/** Name of a place for people: 单位名称, or 合作单位2·单位名称. */
export const placeLabel = (place: Place): string =>
  place.entry === null
    ? place.field.label
    : `${place.section.repeat?.item ?? place.section.title}${place.entry + 1}·${place.field.label}`;
