import type { Snapshot } from '../model/application.ts';
import type { FactValue } from '../model/fact.ts';
import type { Field } from '../model/pack/form.ts';
import type { Pack } from '../model/pack/pack.ts';
import type { Session } from '../model/session.ts';
import { wholeSpan } from '../model/window.ts';
import { places } from './walk.ts';

/** Something the form says that the self-check, the window or the pack's own reading of the notice does not agree with. */
export type Discrepancy =
  /** The field follows from a fact, and says something else. `note`: what the pack notes about that value. */
  | {
      readonly kind: 'fact';
      readonly place: string;
      readonly fact: string;
      readonly told: FactValue;
      readonly note: string | null;
    }
  /** The pack has a ruling about this very value. */
  | { readonly kind: 'ruling'; readonly place: string; readonly conflict: string }
  /** A day of application outside the window. */
  | { readonly kind: 'date'; readonly place: string; readonly side: 'before' | 'after' }
  /** A fact says that the repeating block has entries, and it has none. */
  | { readonly kind: 'group'; readonly group: string; readonly fact: string };

/** What is compared: answers by place id, facts, and entries of each group; of a session or of a snapshot. */
export interface Filled {
  readonly values: Readonly<Record<string, string>>;
  readonly facts: Session['facts'];
  readonly groups: Session['groups'];
}

export const filledIn = ({ answers, facts, groups }: Session): Filled => ({
  values: Object.fromEntries(Object.entries(answers).map(([id, { value }]) => [id, value])),
  facts,
  groups,
});

export const filledOf = ({ rows, facts, groups }: Snapshot): Filled => ({
  values: Object.fromEntries(rows.map(({ field, value }) => [field, value])),
  facts,
  groups,
});

/** Values as answers, for whatever walks the form. */
export const answersOf = (values: Filled['values']): Readonly<Record<string, { readonly value: string }>> =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value }]));

/** `2022年9月1日` as `2022-09-01`; null for anything else. */
const isoOf = (value: string): string | null => {
  const [, year, month, day] = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(value) ?? [];
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null;
};

/**
 * Whether a value contradicts the one its fact maps to. Of a list of options every other one does; a line may say the
 * same in its own words, and contradicts only by saying what another answer to the fact would have said.
 */
export const contradicts = (field: Field, value: string, told: FactValue): boolean => {
  const map = field.from?.map ?? {};
  const expected = told === null ? undefined : map[String(told)]?.value;
  if (expected === undefined || expected === value) return false;
  return field.options !== undefined || Object.values(map).some(other => other.value === value);
};

/** Where the form as it stands disagrees with the facts told, the window and the rulings of the pack. Pure. */
export const discrepancies = (
  { form, manifest }: Pick<Pack, 'form' | 'manifest'>,
  { values, facts, groups }: Filled,
): Discrepancy[] => {
  const { opens, closes } = wholeSpan(manifest);
  const all = places(form, { answers: answersOf(values), skipped: [], groups, openGroups: [], facts });
  const ofPlaces = all.flatMap(({ id, field }): Discrepancy[] => {
    const value = values[id];
    if (value === undefined) return [];
    const told = field.from ? (facts[field.from.fact] ?? null) : null;
    const noted = Object.values(field.from?.map ?? {}).find(mapped => mapped.value === value && mapped.note);
    const day = field.suggest === 'today' ? isoOf(value) : null;
    return [
      ...(field.from && contradicts(field, value, told)
        ? [{ kind: 'fact' as const, place: id, fact: field.from.fact, told, note: noted?.note ?? null }]
        : []),
      ...manifest.conflicts
        .filter(({ on }) => on.some(each => each.field === field.id && each.value === value))
        .map(conflict => ({ kind: 'ruling' as const, place: id, conflict: conflict.id })),
      ...(day !== null && day > closes ? [{ kind: 'date' as const, place: id, side: 'after' as const }] : []),
      ...(day !== null && day < opens ? [{ kind: 'date' as const, place: id, side: 'before' as const }] : []),
    ];
  });
  const ofGroups = form.sections.flatMap(({ id, repeat }): Discrepancy[] => {
    const fact = repeat?.fact;
    if (fact === undefined || facts[fact] !== true || !(id in groups)) return [];
    const filled = Object.keys(values).some(key => key.startsWith(`${id}.`));
    return filled ? [] : [{ kind: 'group', group: id, fact }];
  });
  return [...ofPlaces, ...ofGroups];
};
