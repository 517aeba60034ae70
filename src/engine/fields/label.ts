import { simplified } from '../../language/script.ts';
import { fromChinese } from '../../model/numerals.ts';
import { traitsOf } from '../../model/pack/field-kinds.ts';
import type { Field } from '../../model/pack/form.ts';
import { copula, nouns, speaker } from './words.ts';

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** As printed with blanks between the characters: 负 责 人. */
const spaced = (name: string): string => [...name.replace(/\s/g, '')].map(escaped).join('\\s*');

/** Asks for an address, by its names. */
export const isPlace = (field: Field): boolean =>
  [field.label, ...field.aliases].some(name => /[地住]址|地点|位置/.test(name));

/** Asks for what something is called. */
export const isName = (field: Field): boolean =>
  [field.label, ...field.aliases].some(name => /名称|全称|名字/.test(name));

/** Asks for what an organisation is called. */
export const isOrganisation = (field: Field): boolean =>
  [field.label, ...field.aliases].some(name => /(?:单位|公司|企业|机构|医院|学校)(?:全称|名称)$/u.test(name));

/** What else this field may be called in a sentence. */
const nounsFor = (field: Field): string => {
  const { personal } = traitsOf(field);
  if (personal === 'name') return nouns.person;
  if (personal !== null) return nouns[personal];
  if (field.kind === 'date') return nouns.date;
  return isPlace(field) ? `${nouns.unit}?的?${nouns.place}` : `${nouns.unit}?的?${nouns.title}`;
};

interface Carriers {
  /** `联系人：`, `我们的地址是`, `名字就叫`: a name of the field and what joins it to the value. */
  readonly named: RegExp;
  /** `我叫`, `我们是`, `就叫`: who speaks and what joins. Prose begins like this too, so only one-line fields have it. */
  readonly spoken: RegExp | null;
}

const known = new WeakMap<Field, Carriers>();

/** An address is also somewhere: 地址在…. */
const joinsFor = (field: Field): string => (isPlace(field) ? `(?:${copula}|位于|在)` : copula);

/** Asks to write what follows. */
const leads = '(?:请填写?|请写|改成|改为|名字?取|定为)';

const spokenFor = (field: Field): RegExp | null => {
  const { lines, personal } = traitsOf(field);
  if (lines === 'many') return null;
  if (personal === 'name')
    return new RegExp(`^(?:${speaker}的?\\s*${copula}|${leads}|就叫|就是|应该是|是|叫|填|写|本人)\\s*`, 'u');
  const joins = joinsFor(field);
  const own = isPlace(field) ? `|${nouns.unit}\\s*(?:位于|在|地址是)` : '';
  const middle = field.kind === 'composed' ? '|(?:中间)?(?:叫做?|填写?|写)' : '';
  return new RegExp(
    `^(?:${speaker}的?${nouns.unit}?\\s*(?:想|准备|打算|拟|就|要)?${joins}|${nouns.unit}(?:名叫|就叫|叫|[：:])${own}${middle}|${leads}|就叫|就是|就填|就写|填(?=\\p{Script=Han}{2,3}[省市区县]))\\s*`,
    'u',
  );
};

const carriersOf = (field: Field): Carriers => {
  const found = known.get(field);
  if (found) return found;
  const { lines, personal } = traitsOf(field);
  const own = [field.label, ...field.aliases]
    .sort((a, b) => b.length - a.length)
    .map(spaced)
    .join('|');
  const remark = '(?:[（(][^（()）]{0,20}[)）])?\\s*';
  // A sentence of prose may begin with its label: only a colon sets the label apart.
  const joins =
    lines === 'many' ? '(?:[：:]|如下[：:]|\\s*\\n)' : `(?:[：:=＝]|[，,]?\\s*${joinsFor(field)}[：:]?|\\s+)`;
  // 1. 单位名称：, 【单位名称】: as forms and their answers are numbered and set off.
  const number = '(?:[（(]?(?:\\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]+\\s*)?';
  const setOff = `[【［[〔](?:${own})[】］\\]〕]\\s*[：:]?`;
  // A name or a number may follow its label at once: 联系人李四, 电话023-58220000.
  const atOnce = personal !== null || field.kind === 'date' ? '?' : '';
  const nouned =
    lines === 'many' ? '' : `|(?:${nounsFor(field)})${remark}${joins}${personal === 'name' ? '' : atOnce}`;
  const carriers: Carriers = {
    named: new RegExp(
      `^(?:${number}${setOff}|${number}(?:${speaker}的?|[“"「])?(?:(?:${own})${remark}${joins}${atOnce}${nouned}))\\s*`,
      'iu',
    ),
    spoken: spokenFor(field),
  };
  known.set(field, carriers);
  return carriers;
};

/** Said at the end of a spoken value, and no part of it. */
const particles = /(?:就是了|的(?=啊))?[吧啊呀嘛哈呢噻哟哦]{1,20}$|就是了$/u;

/** 就企业两个字: so many letters are to be put in, when there are so many. */
const lettered =
  /^(?:就|只|是|填|写|用)*(\p{Script=Han}{1,10}?)(?:这|那)?([一二两三四五六七八九十]|\d{1,2})个?(?:大)?字(?:就行|就好|就可以|吧|啊|哈)?$/u;

const withoutCount = (text: string): string => {
  const [, value = '', numeral = ''] = lettered.exec(text) ?? [];
  const count = /\d/u.test(numeral) ? Number(numeral) : numeral === '两' ? 2 : fromChinese(numeral);
  return [...value].length === count ? value : text;
};

/** Longest text in which a carrier is looked for, in UTF-16 units: it stands at the head, and prose is not folded whole. */
const HEAD_LIMIT = 60;

const cutOnce = (field: Field, text: string): string | null => {
  const head = text.slice(0, HEAD_LIMIT);
  const plain = simplified(head);
  if (plain.length !== head.length) return null;
  const { named, spoken } = carriersOf(field);
  const length = named.exec(plain)?.[0].length ?? (spoken?.exec(plain)?.[0].length || 0);
  return length > 0 && length < text.length ? text.slice(length) : null;
};

/** 好的，X and X，谢谢: courtesies around a value, set off from it. */
const courtesyAhead = /^(?:好的?|嗯+|行|可以|哦|你好|您好)[，,。！!\s]+(?=\S)/u;
const courtesyBehind =
  /(?<=\S)[，,。！!\s]{1,6}(?:谢谢|多谢|感谢|麻烦了?|辛苦了?)(?:您|你|老师|了|啦){0,3}[。！!]?$/u;
const withoutCourtesy = (text: string): string =>
  text.length > HEAD_LIMIT * 4 ? text : text.replace(courtesyAhead, '').replace(courtesyBehind, '');

/**
 * `单位名称：X`, `我叫X`, `名字就叫X`, `法定代表人就是X`: X, without what carries it. A text that is nothing but a carrier
 * stays as it is. Doubled labels (`单位名称：单位名称：X`) go as well.
 */
export const withoutCarrier = (field: Field, typed: string): string => {
  const prose = traitsOf(field).lines === 'many';
  const text = prose ? typed : withoutCourtesy(typed);
  const line = traitsOf(field).lines === 'one' && text.length <= HEAD_LIMIT;
  let rest = line ? withoutCount(text) : text;
  for (let times = 0; times < 3; times += 1) {
    const next = cutOnce(field, rest);
    if (next === null) break;
    rest = line ? withoutCount(next) : next;
  }
  return rest === text || prose ? rest : rest.replace(particles, '') || rest;
};
