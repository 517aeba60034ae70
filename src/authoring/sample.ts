import { type FormData, formData } from '../documents/form-data.ts';
import { optionsOf, SEVERAL, traitsOf } from '../model/pack/field-kinds.ts';
import type { Field } from '../model/pack/form.ts';
import type { Pack } from '../model/pack/pack.ts';

const sampleOf = (field: Field): string => {
  const options = optionsOf(field).map(({ value }) => value);
  if (traitsOf(field).choose === 'several') return options.slice(0, 2).join(SEVERAL);
  if (options.length > 0) return options[0]!;
  if (field.kind === 'line') return field.example ?? `（${field.label}）`;
  return field.example ?? (traitsOf(field).example || `（${field.label}）`);
};

/** A form filled with examples, two entries in every repeating part, for the author to look at. */
export const sampleData = (pack: Pick<Pack, 'form'>): FormData => {
  const answers: Record<string, { value: string }> = {};
  const groups: Record<string, number> = {};
  for (const section of pack.form.sections) {
    const entries = section.repeat ? Math.min(2, section.repeat.max) : 0;
    if (section.repeat) groups[section.id] = entries;
    for (const field of section.fields)
      if (section.repeat)
        for (let i = 0; i < entries; i++)
          answers[`${section.id}.${i}.${field.id}`] = { value: sampleOf(field) };
      else answers[field.id] = { value: sampleOf(field) };
  }
  return formData(pack, answers, groups, { rehearsal: true });
};
