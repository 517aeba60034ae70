import type { Field } from '../../model/pack/form.ts';
import { roleOf } from './form-places.ts';

/** What people call a field by what it holds, whatever the form calls it, in Chinese and in English. */
interface CommonName {
  readonly words: readonly string[];
  readonly fits: (field: Field) => boolean;
}

const list = (words: string): readonly string[] => words.split('|');
const named =
  (pattern: RegExp) =>
  ({ label, aliases }: Field): boolean =>
    [label, ...aliases].some(name => pattern.test(name));
const person =
  (pattern: RegExp) =>
  (field: Field): boolean =>
    roleOf(field) === 'person' && named(pattern)(field);

export const dateWords = list('日期|date');

export const commonNames: readonly CommonName[] = [
  {
    words: list(
      '座机|座机号|固话|固定电话|手机号码|电话号码|联系方式|联系号码|号码|phone number|phone|telephone|tel|mobile number|mobile|cell phone|cell',
    ),
    fits: field => roleOf(field) === 'phone',
  },
  {
    words: list('邮箱|邮箱地址|电子邮箱|电子邮件|email address|email|e-mail|mail'),
    fits: field => roleOf(field) === 'email',
  },
  { words: list('住址|办公地址|厂址|院址|校址|所址|address'), fits: field => roleOf(field) === 'address' },
  { words: dateWords, fits: field => roleOf(field) === 'date' },
  { words: list('contact person|contact'), fits: person(/联系人|经办人/u) },
  { words: list('legal representative|legal rep'), fits: person(/法人|法定代表人/u) },
  { words: list('person in charge|project leader|leader|director'), fits: person(/负责人/u) },
  {
    words: list(
      'company name|unit name|organisation name|organization name|name of the company|name of our company',
    ),
    fits: field => roleOf(field) === 'organisation',
  },
];

const general = new Set(commonNames.flatMap(({ words }) => words));

/** Whether a name says of what kind a field is, and not which one it is. */
export const isCommonName = (word: string): boolean =>
  general.has(word) || /^(?:联系)?(?:电话|手机|手机号|号码|地址|通讯地址|联系人|名称|联系方式)$/u.test(word);
