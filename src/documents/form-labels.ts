import { simplified } from '../language/script.ts';
import type { Field, Form, FormSection } from '../model/pack/form.ts';

/** Where in a form a reader is: on the cover, in a section, or in a part that nobody fills in by answering. */
export type FormPlace = FormSection | 'cover' | 'elsewhere';

/** A label without what printing adds (spaces between characters, colons, brackets), in one script. */
export const bareLabel = (text: string): string => simplified(text.replace(/[\s:：()（）_＿《》]/g, ''));

const numbered = /^[一二三四五六七八九十]+、/;

/** The place a heading opens; `undefined` if the text is no heading. */
export const placeOf = (form: Form, text: string): FormPlace | undefined => {
  const heading = bareLabel(text);
  const title = heading.replace(numbered, '');
  const section = form.sections.find(candidate => bareLabel(candidate.title) === title);
  return section ?? (numbered.test(heading) ? 'elsewhere' : undefined);
};

const candidates = (form: Form, place: FormPlace): Field[] =>
  typeof place === 'object' && place.repeat
    ? place.fields
    : form.sections.flatMap(section => (section.repeat ? [] : section.fields));

/** Labels recur (通讯地址, 联系电话, 技术领域); the clause a field was printed in decides whose it is. */
const weight = (form: Form, place: FormPlace, field: Field, label: string): number => {
  const named =
    bareLabel(field.label) === label ? 2 : field.aliases.some(alias => bareLabel(alias) === label) ? 1 : 0;
  if (named === 0) {
    return 0;
  }
  const here =
    typeof place === 'object'
      ? field.clause === place.clause
      : form.sections.every(section => section.clause !== field.clause);
  return named + (here ? 4 : 0);
};

/** `near`: the field met last; where a label fits several equally well, the one of the same section is meant. */
const fieldFor = (form: Form, place: FormPlace, label: string, near: Field | null): Field | undefined => {
  const ranked = candidates(form, place)
    .map(field => ({ field, weight: weight(form, place, field, label) }))
    .filter(entry => entry.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  if (ranked[1]?.weight !== ranked[0]?.weight) return ranked[0]?.field;
  const section = near && form.sections.find(({ fields }) => fields.includes(near));
  const own = ranked.filter(
    ({ field, weight }) => weight === ranked[0]!.weight && section?.fields.includes(field),
  );
  return own.length === 1 ? own[0]!.field : undefined;
};

/** The fields a label stands for: one, or two for「联系人及联系电话」; none if the text is no label of this place. */
export const fieldsFor = (
  form: Form,
  place: FormPlace,
  text: string,
  near: Field | null = null,
): readonly Field[] => {
  const label = bareLabel(text);
  if (label === '' || label.length > 40 || place === 'elsewhere') {
    return [];
  }
  const single = fieldFor(form, place, label, near);
  if (single) {
    return [single];
  }
  const parts = label.split(/[及和与、/]/).map(part => fieldFor(form, place, part, near));
  return parts.length > 1 && parts.every(part => part !== undefined) ? parts : [];
};
