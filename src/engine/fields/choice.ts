import { optionsOf } from '../../model/pack/field-kinds.ts';
import { fold } from '../text.ts';
import { accept, type FieldReader, refuse } from './value.ts';

/** Marks people put before or after a ticked box in pasted forms. */
const ticks = /[☑☒✓✔√■●◉□☐○]/gu;

interface Named {
  readonly value: string;
  readonly label?: string | undefined;
  readonly aliases: readonly string[];
}

/** What options are called, as compared. Options belong to a pack and never change. */
const called = new WeakMap<readonly Named[], readonly { readonly name: string; readonly value: string }[]>();

const namesOf = (options: readonly Named[]): readonly { readonly name: string; readonly value: string }[] => {
  const known = called.get(options);
  if (known) return known;
  const names = options.flatMap(({ value, label, aliases }) =>
    [value, ...(label ? [label] : []), ...aliases].map(name => ({ name: fold(name), value })),
  );
  called.set(options, names);
  return names;
};

/**
 * Find the option somebody means: exact value, label, alias or number first; else the one option whose name or alias
 * stands inside a short sentence ("我们是医院"), preferring the longest name. Two different hits = not sure = none.
 */
export const matchOption = (options: readonly Named[], text: string): string | null => {
  const wanted = fold(text.replace(ticks, ''));
  if (wanted === '') return null;
  const number = /^[1-9]\d?$/.exec(wanted);
  if (number) return options[Number(wanted) - 1]?.value ?? null;
  const names = namesOf(options);
  const exact = names.find(candidate => candidate.name === wanted);
  if (exact) return exact.value;
  if ([...wanted].length > 30 || /(?:不是|并非|不属于|非)/.test(wanted)) return null;
  const inside = names.filter(candidate => candidate.name.length > 1 && wanted.includes(candidate.name));
  const longest = inside.filter(
    hit => !inside.some(other => other.name !== hit.name && other.name.includes(hit.name)),
  );
  const values = new Set(longest.map(hit => hit.value));
  return values.size === 1 ? [...values][0]! : null;
};

export const readChoice: FieldReader = (field, text) => {
  if (fold(text) === '') return refuse('empty');
  const ticked = /[☑☒✓✔√■]\s*([^☑☒✓✔√■□☐○\s]+)/u.exec(text);
  const value = matchOption(optionsOf(field), ticked?.[1] ?? text);
  return value === null ? refuse('not-an-option') : accept(value);
};
