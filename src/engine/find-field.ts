import { fromChinese } from '../model/numerals.ts';
import type { FormSection } from '../model/pack/form.ts';
import { fold } from './text.ts';
import { type Place, placeLabel } from './walk.ts';

/** `第二个`, `2`, `（2）` in a field name -> 1 (0-based entry). */
export const entryIn = (name: string): number | null => {
  const match = /(?:第)?([一二三四五六七八九十]|\d{1,2})(?:个|家|号)?/u.exec(name);
  if (!match) return null;
  return (/\d/.test(match[1]!) ? Number(match[1]) : fromChinese(match[1]!)) - 1;
};

const namesOf = (place: Place): string[] => [place.field.label, ...place.field.aliases].map(fold);

/** Fields somebody means by a name: exact label or alias first, then names that contain it. */
export const findPlaces = (all: readonly Place[], name: string): Place[] => {
  const wanted = fold(name);
  if (wanted === '') return [];
  const exact = all.filter(place => namesOf(place).includes(wanted) || fold(placeLabel(place)) === wanted);
  if (exact.length > 0) return exact;
  const grouped = all.filter(
    place =>
      place.entry !== null &&
      wanted.startsWith(fold(place.section.repeat!.item)) &&
      place.entry === (entryIn(wanted) ?? 0) &&
      namesOf(place).some(label => wanted.endsWith(label)),
  );
  if (grouped.length > 0) return grouped;
  return wanted.length < 2 ? [] : all.filter(place => namesOf(place).some(label => label.includes(wanted)));
};

/** 第二个, 2, 那家 around the name of a block. */
const counted =
  /^(?:那|这|第)?(?:[一二三四五六七八九十]|\d{1,2})?(?:个|家|号)?|(?:[一二三四五六七八九十]|\d{1,2})(?:个|家|号)?$/gu;

/** The entry of a repeating section somebody means: 合作单位2, 第二个合作单位; without a number the entry is null. */
export const findEntry = (
  sections: readonly FormSection[],
  name: string,
): { readonly section: FormSection; readonly entry: number | null } | null => {
  const section = findGroup(sections, fold(name).replace(counted, ''));
  return section ? { section, entry: entryIn(name) } : null;
};

/** The repeating section somebody means: 合作单位. */
export const findGroup = (sections: readonly FormSection[], name: string): FormSection | undefined => {
  const wanted = fold(name);
  return sections.find(({ repeat, title }) => {
    if (!repeat) return false;
    const item = fold(repeat.item);
    return item === wanted || (wanted.includes(item) && fold(title).includes(wanted));
  });
};
