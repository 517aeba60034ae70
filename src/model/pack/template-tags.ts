import { optionsOf, traitsOf } from './field-kinds.ts';
import type { Form } from './form.ts';

/** Delimiters of tags in templates: they can be typed with any Chinese input method. */
export const tagDelimiters = { start: '【', end: '】' } as const;

/** The answer to a field in one entry of a repeating part, counted from 1. */
export const entryTag = (group: string, entry: number, field: string): string => `${group}.${entry}.${field}`;

/**
 * The tags a template of this form may use. Ids are those of form.yaml.
 *
 * - `【fieldId】` the answer
 * - `【#lines.fieldId】【.】【/lines.fieldId】` a long answer, one paragraph for each of its lines
 * - `【box.fieldId.option】` ☑ if this option was chosen, else ☐
 * - `【#groupId】 … 【n】 … 【fieldId】 … 【/groupId】` repeats for every entry; `n` counts from 1
 * - `【groupId.2.fieldId】` one answer of the second entry, for a form that prints a place for each
 * - `【#pairs.groupId】 … 【left】 … 【right】 … 【/pairs.groupId】` repeats for every two entries, with their numbers;
 *   `【#right】…【/right】` is left out where the last pair has one entry only
 * - `【^fieldId】…【/fieldId】` only if the answer is empty, `【#fieldId】…【/fieldId】` only if it is not
 * - `【mark】` the rehearsal mark, empty on a real form; belongs into the page header
 */
export const templateTags = (form: Form): ReadonlySet<string> => {
  const tags = ['mark'];
  for (const section of form.sections) {
    if (section.repeat) {
      tags.push(section.id, 'n', `pairs.${section.id}`, 'left', 'right');
    }
    for (const field of section.fields) {
      for (let entry = 1; entry <= (section.repeat?.max ?? 0); entry += 1) {
        const tag = entryTag(section.id, entry, field.id);
        tags.push(tag, ...optionsOf(field).map(option => `box.${tag}.${option.value}`));
      }
      tags.push(field.id);
      if (traitsOf(field).lines === 'many') {
        tags.push(`lines.${field.id}`, '.');
      }
      for (const option of optionsOf(field)) {
        tags.push(`box.${field.id}.${option.value}`);
      }
    }
  }
  return new Set(tags);
};
