import { isLikelyName } from '../../language/names.ts';
import { length } from '../text.ts';
import { accept, type FieldReader, refuse } from './value.ts';
import { halfName, honorific, personRemark, pronoun } from './words.ts';

/** Our own cap in characters (the form states none): the longest names in minority languages and abroad are shorter. */
const NAME_LIMIT = 30;

/** 罗 以 is how a two-character name is padded in print; the form gets it without the padding. */
const paddedHan = /^\p{Script=Han}(?:\s+\p{Script=Han}){1,3}$/u;
const bracketed = /(?<!\s)\s*[（(【[［〔]([^（()）【】[\]［］〔〕]*)[)）】\]］〕]\s*/gu;
/** Emoji and the sign of a mention. */
const ornaments = /\p{Extended_Pictographic}|\u{fe0f}|\u{200d}|[@＠]/gu;
/** 签字：李四. */
const signed = /^(?:签字|签名|签章|盖章)\s*[：:]\s*/u;
/** 李四就行, 李四也可以. */
const willDo = /(?<=\p{Script=Han}{2})(?:就|也)(?:行|好|可以|是)(?:了|吧)?$/u;
const signsAround =
  /^[\s，,。.、；;：:！!~～“”"'《》*＊_＿]+|(?<![\s，,。、；;：:！!~～“”"'《》*＊_＿])[\s，,。、；;：:！!~～“”"'《》*＊_＿]+$/gu;
const address = new RegExp(`(?<=\\p{Script=Han}{2})${honorific}$`, 'u');
/** 周洁吧: said behind a full name. */
const particle = /(?<=\p{Script=Han}{2})[吧哈嘛啊呀噻哦嘞]$/u;
/** Han surname and given name, or words in other letters. */
const looksLikeName = /^(?:\p{Script=Han}{2,4}|[\p{L}·•‧.'’ -]{3,30})$/u;
const between = /(?<!\s)\s*(?:[，,、；;/／|&＆+＋\n]|和|与|及|以及|还有|或者?)\s*/u;

/** Brackets that hold no part of the name: （签章）, （男）, （副总经理、高工）. */
const withoutRemarks = (text: string): string =>
  text.replace(bracketed, (whole, remark: string) =>
    remark.trim() === '' || personRemark.test(remark.trim()) ? ' ' : whole,
  );

/** The names in an answer that holds several; one or none otherwise. 买买提·吐尔逊 and Anna Müller are one. */
const partsOf = (text: string): string[] => {
  const parts = withoutRemarks(text)
    .split(between)
    .filter(part => part.trim() !== '');
  const apart =
    parts.length > 1
      ? parts
      : /^\p{Script=Han}{2,4}(?:\s+\p{Script=Han}{2,4})+$/u.test(text)
        ? text.split(/\s+/u)
        : parts;
  return apart.filter(part => !personRemark.test(part)).map(part => undecorated(part));
};

const namesIn = (names: readonly string[]): string[] => {
  return names.length > 1 && names.every(name => looksLikeName.test(name)) ? [...new Set(names)] : [];
};

/** 张三（签章）, 签字：张三 and 张三先生 without what is no part of the name. */
const undecorated = (text: string): string => {
  const line = withoutRemarks(text).replace(signsAround, '').replace(/\s+/gu, ' ');
  const name = paddedHan.test(line) ? line.replace(/\s/gu, '') : line;
  const [head = '', ...tail] = name.split(' ');
  const alone =
    tail.length > 0 && /^\p{Script=Han}+$/u.test(head) && personRemark.test(tail.join('')) ? head : name;
  return alone.replace(address, '');
};

/** Small words within names in Latin letters. */
const nobiliary = /^(?:de|da|di|du|van|von|der|den|bin|ibn|al|el|la|le|dos|y)$/u;
/** In Latin letters every word of a name begins with a capital, and there are two; other scripts are not judged. */
const isPlausible = (value: string): boolean => {
  const plain = value.replace(bracketed, '').trim();
  if (!/[a-z]/iu.test(plain)) return isLikelyName(plain);
  const words = plain.split(/[\s·•.‧-]+/u).filter(word => word !== '' && !nobiliary.test(word));
  return words.length > 1 && words.every(word => /^\p{Lu}/u.test(word));
};

/** A person's name, without seals, signatures, titles and forms of address. */
export const readPerson: FieldReader = (field, text, { confirmed }) => {
  if (text.trim() === '') return refuse('empty');
  const plain = text.replace(ornaments, '').replace(signed, '');
  const parts = partsOf(plain.replace(signsAround, ''));
  // 李四，男，45岁: of all that stands there only one is a name.
  const only = parts.length === 1 && isLikelyName(parts[0]!) ? parts[0]! : null;
  const bare = (only ?? undecorated(plain)).replace(willDo, '').replace(particle, '');
  // 法人就是我谭大勇: who writes, then her name.
  const value = /^[我俺]/u.test(bare) && isLikelyName(bare.slice(1)) ? bare.slice(1) : bare;
  if (/^(?:无|没有|没得|暂无|暂时没有)$/.test(value)) return refuse('not-yet');
  const several = namesIn(parts);
  if (several.length > 1) return refuse('two-names', several);
  if (halfName.test(value)) return refuse('half-name');
  if (
    pronoun.test(value) ||
    /\d/.test(value) ||
    !/\p{L}/u.test(value) ||
    /[?？!！。；;，,、：:/]/.test(value)
  )
    return refuse('not-a-name');
  if (length(value) > (field.max ?? NAME_LIMIT)) return refuse('not-a-name');
  return confirmed || isPlausible(value) ? accept(value) : refuse('unlikely-name', [value]);
};
