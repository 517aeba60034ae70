import { optionsOf, SEVERAL } from '../../model/pack/field-kinds.ts';
import { matchOption } from './choice.ts';
import { accept, type FieldReader, refuse } from './value.ts';

const ticked = /[☑☒✓✔√■]\s*([^☑☒✓✔√■□☐○\s]+)/gu;
const between = /[、，,;；/|\n]+|\s+|和|及|与/u;

/** 1、3 · 甲和丙 · ☑甲 □乙 ☑丙: options in the order of the form. A part that is none of them refuses the whole. */
export const readSeveral: FieldReader = (field, text) => {
  const options = optionsOf(field);
  const boxes = [...text.matchAll(ticked)].map(([, name]) => name!);
  const named = boxes.length > 0 ? boxes : text.split(between).filter(part => part !== '');
  const found = named.map(part => matchOption(options, part));
  if (found.length === 0 || found.includes(null)) return refuse('not-an-option');
  return accept(options.flatMap(({ value }) => (found.includes(value) ? [value] : [])).join(SEVERAL));
};
