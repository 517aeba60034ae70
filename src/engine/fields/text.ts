import { simplified } from '../../language/script.ts';
import type { Field } from '../../model/pack/form.ts';
import { length } from '../text.ts';
import { isName, isOrganisation, isPlace } from './label.ts';
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
/** 白羊镇: short, and found all the same. */
const township = /^\p{Script=Han}{2}[镇乡村]$/u;
/** Shortest place that can be found, in characters: 某某区 is none yet. */
const SHORTEST_PLACE = 4;

/** Letters that stand in a date or a number as well. */
const dated = /[年月日号时分转]/gu;
const mailed = /^[^\s@]+@[^\s@]+$/u;

/** …路1号, …3号楼502室: where something is, not what it is called. */
const houseNumber = /(?:路|街|道|巷|村|组|弄)\S{0,4}\d{1,6}\s{0,4}号|\d{1,6}\s{0,4}[号栋幢楼室]$/u;

const han = /^\p{Script=Han}{2,8}$/u;
/** What organisations are called by at their end. */
const organisation =
  /(?:公司|厂|院|校|所|社|中心|集团|农场|林场|茶场|养殖场|局|站|店|部|会|行|馆|室|队|园|基地|大学|学堂|企业|工坊|作坊|商行|超市|平台|联盟|委|办|处|专|疾控|总部|库|矿|城|港|司|大队|公社|家庭农场|实业|科技|股份)$/u;

/** A few characters that no organisation is called by: 种植, 好嘛同意. Longer ones and those in other letters are not judged. */
const isNoOrganisation = (value: string): boolean => {
  const plain = simplified(value);
  return han.test(plain) && !organisation.test(plain);
};

/** 企业 is no name of one, and 医院 no address. */
const isTooGeneral = (field: Field, value: string): boolean =>
  (isPlace(field) && length(value) < SHORTEST_PLACE && value !== '无' && !township.test(value)) ||
  (isName(field) && general.test(simplified(value)));

export const readLine: FieldReader = (field, text, { confirmed }) => {
  const line = text.replace(/\s+/g, ' ').trim().replace(signsAtEnd, '');
  const [, ...inside] = wrapped.exec(line) ?? [];
  const value = (inside.find(part => part !== undefined) ?? line).trim();
  if (value === '') return refuse('empty');
  if (length(value) <= NOUN_LIMIT && isTooGeneral(field, value)) return refuse('too-general');
  if (isName(field) && houseNumber.test(value)) return refuse('address');
  const worded = isName(field) || isPlace(field) || field.from !== undefined;
  if (worded && !/\p{L}/u.test(value.replace(dated, ''))) return refuse('other-kind');
  if (worded && mailed.test(value)) return refuse('other-kind');
  if (isOrganisation(field) && !confirmed && isNoOrganisation(value)) return refuse('unlikely-name', [value]);
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
