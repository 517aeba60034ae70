import { length } from '../text.ts';
import { accept, type FieldReader, refuse } from './value.ts';

/** Our own caps in characters (the form states none): a printed line, and about twenty pages of prose. */
const LINE_LIMIT = 200;
const PARAGRAPH_LIMIT = 20_000;
const NAME_LIMIT = 30;

export const readLine: FieldReader = (field, text) => {
  const value = text.replace(/\s+/g, ' ').trim();
  if (value === '') return refuse('empty');
  return length(value) > (field.max ?? LINE_LIMIT) ? refuse('too-long') : accept(value, text);
};

export const readParagraph: FieldReader = (field, text) => {
  const value = text
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (value === '') return refuse('empty');
  return length(value) > (field.max ?? PARAGRAPH_LIMIT) ? refuse('too-long') : accept(value, text);
};

/** 罗 以 is how a two-character name is padded in print; the form gets it without the padding. */
const paddedHan = /^\p{Script=Han}(?:\s+\p{Script=Han}){1,3}$/u;

export const readPerson: FieldReader = (field, text) => {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return refuse('empty');
  const value = paddedHan.test(line) ? line.replace(/\s/g, '') : line;
  if (/^(?:无|没有|没得|暂无|暂时没有)$/.test(value)) return refuse('not-yet');
  if (/\d/.test(value) || !/\p{L}/u.test(value) || /[?？!！。；;]/.test(value)) return refuse('not-a-name');
  return length(value) > (field.max ?? NAME_LIMIT) ? refuse('not-a-name') : accept(value, text);
};
