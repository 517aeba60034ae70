import { simplified } from '../../language/script.ts';
import type { Field } from '../../model/pack/form.ts';
import { length } from '../text.ts';
import { isName, isPlace } from './label.ts';
import { accept, type FieldReader, refuse } from './value.ts';
import { nouns } from './words.ts';

/** Our own caps in characters (the form states none): a printed line, and about twenty pages of prose. */
const LINE_LIMIT = 200;
const PARAGRAPH_LIMIT = 20_000;

/** A sentence ends so, a printed line does not. A full stop may belong to it: Co., Ltd. */
const signsAtEnd = /(?<![。；，、！～;!~\s])[。；，、！～;!~\s]+$/u;
const wrapped = /^(?:“([^“”]+)”|"([^"]+)"|「([^「」]+)」)$/u;

const general = new RegExp(`^(?:${nouns.unit}|${nouns.title})$`, 'u');
/** Longest noun that stands for a name, in characters. */
const NOUN_LIMIT = 6;
/** Shortest place that can be found, in characters: 某某区 is none yet. */
const SHORTEST_PLACE = 4;

/** …路1号, …3号楼502室: where something is, not what it is called. */
const houseNumber = /(?:路|街|道|巷|村|组|弄)\S{0,4}\d{1,6}\s{0,4}号|\d{1,6}\s{0,4}[号栋幢楼室]$/u;

/** 企业 is no name of one, and 医院 no address. */
const isTooGeneral = (field: Field, value: string): boolean =>
  (isPlace(field) && length(value) < SHORTEST_PLACE && value !== '无') ||
  (isName(field) && general.test(simplified(value)));

export const readLine: FieldReader = (field, text) => {
  const line = text.replace(/\s+/g, ' ').trim().replace(signsAtEnd, '');
  const [, ...inside] = wrapped.exec(line) ?? [];
  const value = (inside.find(part => part !== undefined) ?? line).trim();
  if (value === '') return refuse('empty');
  if (length(value) <= NOUN_LIMIT && isTooGeneral(field, value)) return refuse('too-general');
  if (isName(field) && houseNumber.test(value)) return refuse('address');
  return length(value) > (field.max ?? LINE_LIMIT) ? refuse('too-long') : accept(value);
};

export const readParagraph: FieldReader = (field, text) => {
  const value = text
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (value === '') return refuse('empty');
  return length(value) > (field.max ?? PARAGRAPH_LIMIT) ? refuse('too-long') : accept(value);
};
