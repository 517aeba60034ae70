import { simplified } from '../../language/script.ts';
import type { Field } from '../../model/pack/form.ts';
import { length } from '../text.ts';
import { isName, isOrganisation, isPlace } from './label.ts';
import { addressesUs, soundsSpoken } from './talk.ts';
import { accept, type FieldReader, type Read, refuse } from './value.ts';
import { nouns } from './words.ts';

/** Our own caps in characters (the form states none): a printed line, and about twenty pages of prose. */
const LINE_LIMIT = 200;
const PARAGRAPH_LIMIT = 20_000;

/** A sentence ends so, a printed line does not. A full stop may belong to it: Co., Ltd. */
const signsAtEnd = /(?<![。；，、！～;!~\s])[。；，、！～;!~\s]+$/u;
const wrapped = /^(?:“([^“”]+)”|"([^"]+)"|「([^「」]+)」|《([^《》]+)》)$/u;

const general = new RegExp(`^(?:${nouns.unit}|${nouns.title})$`, 'u');
/** Longest noun that stands for a name, in characters. */
const NOUN_LIMIT = 6;
/** 白羊镇: short, and found all the same. */
const township = /^\p{Script=Han}{2}[镇乡村]$/u;
/** Shortest place that can be found, in characters: 某某区 is none yet. */
const SHORTEST_PLACE = 4;

/** Letters that stand in a date or a number as well. */
const dated = /[年月日号时分转]/gu;
/** A mail address, or a page on the net. */
export const elsewhereOnTheNet = /^(?:[^\s@]+@[^\s@]+|(?:https?:\/\/|www\.)\S+)$/iu;

/** …路1号, …3号楼502室: where something is, not what it is called. */
const houseNumber = /(?:路|街|道|巷|村|组|弄)\S{0,4}\d{1,6}\s{0,4}号|\d{1,6}\s{0,4}[号栋幢楼室]$/u;

/** What organisations are called by at their end. */
const organisation =
  /(?:公司|厂|院|校|所|社|中心|集团|农场|林场|茶场|养殖场|局|站|店|部|会|行|馆|室|队|园|基地|大学|学堂|企业|工坊|作坊|商行|超市|平台|联盟|委|办|处|专|疾控|总部|库|矿|城|港|司|大队|公社|家庭农场|实业|科技|股份|政府|军|合伙|中学|小学|高中|[一二三四五六七八九十]中)$/u;
const latinOrganisation =
  /\b(?:co|ltd|inc|corp|corporation|company|limited|llc|plc|gmbh|ag|group|holdings?|university|college|school|institute|academy|hospital|clinic|laborator(?:y|ies)|labs?|bureau|factory|works|plant|centre|center|association|society|foundation)\b/iu;
/** Behind a name in brackets: （有限合伙）, （万州）. */
const remarkAtEnd = /\s{0,9}[（(][^（()）]{1,20}[)）]$/u;
/** A seal that is to stand beside a name. */
const seal =
  /\s{0,9}[（(【[［]\s{0,9}(?:加盖)?(?:盖章|公章|签章|印章|单位章|单位盖章|盖公章|章|全称)\s{0,9}[)）】\]］]\s{0,9}/gu;

const isOrganisationName = (value: string): boolean => {
  const plain = simplified(value).replace(remarkAtEnd, '');
  return organisation.test(plain) || latinOrganisation.test(plain);
};

/** What shows that something is a place: how its parts are called, a number, or who is found there. */
const placed = /[省市区县州旗镇乡村屯寨路街道巷弄里胡同号栋幢楼座层园厦城港湾坝坪组社桥口塘岛场站\d]/u;
const looksPlaced = (value: string): boolean =>
  placed.test(simplified(value)) || isOrganisationName(value) || !/\p{Script=Han}|^[a-z]+$/u.test(value);

/** 甲公司、乙大学: names of two. */
const between = /[、/；;，]|,(?!\s*(?:co|ltd|inc|llc)\b)|(?<=\S{4})[和与及](?=\S{6})/iu;
const organisationsIn = (value: string): string[] => {
  const parts = value.split(between).map(part => part.trim());
  return parts.length > 1 && parts.every(part => isOrganisationName(part)) ? parts : [];
};

/** The name at the head of what goes on with something else: X公司，统一社会信用代码…; null where there is none. */
const headName = (value: string): string | null => {
  const [head = ''] = value.split(/[，,;；。\s]/u);
  return head !== value && isOrganisationName(head) && /\p{Script=Han}/u.test(head) ? head : null;
};

/** 企业 is no name of one, and 医院 no address. */
const isTooGeneral = (field: Field, value: string): boolean =>
  (isPlace(field) && length(value) < SHORTEST_PLACE && value !== '无' && !township.test(value)) ||
  (isName(field) && general.test(simplified(value)));

/** Asks for a word of a class: what somebody is, what something belongs to. */
const isKind = (field: Field): boolean =>
  /(?:性质|类[型别]|领域|方向|职务|职称|专业|学历)$/u.test(field.label);
/** A word in small Latin letters, as a slip of the keyboard leaves it. */
const bareWord = /^[a-z\s]{1,15}$/u;

/** Longest line that is judged by how it sounds, in characters. */
const SPOKEN = 20;

const readName = (value: string): Read => {
  const bare = value.replace(seal, '').replace(/(?<=公司|院|校|所|厂|中心|集团|局|大学)的$/u, '');
  const several = organisationsIn(bare);
  if (several.length > 1) return refuse('two-units', several);
  const head = headName(bare);
  if (head !== null) return refuse('unlikely-name', [head, bare]);
  return isOrganisationName(bare) ? accept(bare) : refuse('unlikely-name', [bare]);
};

export const readLine: FieldReader = (field, text, { confirmed }) => {
  const line = text.replace(/\s+/g, ' ').trim().replace(signsAtEnd, '');
  const [, ...inside] = wrapped.exec(line) ?? [];
  const value = (inside.find(part => part !== undefined) ?? line).trim();
  if (value === '') return refuse('empty');
  if (length(value) <= NOUN_LIMIT && isTooGeneral(field, value)) return refuse('too-general');
  if (isName(field) && houseNumber.test(value)) return refuse('address');
  const worded = isName(field) || isPlace(field) || isKind(field) || field.from !== undefined;
  if (worded && !/\p{L}/u.test(value.replace(dated, ''))) return refuse('other-kind');
  if (worded && elsewhereOnTheNet.test(value)) return refuse('other-kind');
  if (length(value) > (field.max ?? LINE_LIMIT)) return refuse('too-long');
  if (confirmed) return accept(value);
  if (isOrganisation(field)) return readName(value);
  if (isPlace(field)) return looksPlaced(value) ? accept(value) : refuse('unlikely', [value]);
  const bare = bareWord.test(value) || elsewhereOnTheNet.test(value);
  const spoken = length(value) <= SPOKEN && soundsSpoken(simplified(value));
  return bare || spoken ? refuse('unlikely', [value]) : accept(value);
};

/** Longest prose that is asked back for how it sounds, in characters: less than a sentence. */
const SHORT_PROSE = 15;
/** Longest prose that is asked back because it speaks to somebody, in characters. */
const SPOKEN_PROSE = 60;
/** A number, or a word in small Latin letters. */
const bareSigns = /^(?:[\d\s.,]+|[a-z\s]{1,15})$/u;

export const readParagraph: FieldReader = (field, text, { confirmed }) => {
  const value = text
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (value === '') return refuse('empty');
  if (
    !confirmed &&
    ((length(value) <= SHORT_PROSE && (soundsSpoken(simplified(value)) || bareSigns.test(value))) ||
      (length(value) <= SPOKEN_PROSE && addressesUs(simplified(value))))
  )
    return refuse('unlikely', [value]);
  return length(value) > (field.max ?? PARAGRAPH_LIMIT) ? refuse('too-long') : accept(value);
};
