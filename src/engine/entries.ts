import { simplified } from '../language/script.ts';
import { fromChinese } from '../model/numerals.ts';
import { clean, fold, length } from './text.ts';

/** What is to be done with an entry of a repeating block or with a value, by the words that name it. */
export type EntryRequest =
  | { readonly does: 'add' | 'drop'; readonly name: string }
  /** There are so many and no more: 合作单位就一个. */
  | { readonly does: 'keep'; readonly name: string; readonly count: number };

/** Longest text that is looked through for such a wish, in characters; anything longer is content. */
const LIMIT = 40;

const lead = '(?:请|我要|我想|我们|帮我|那|就|还是|算了|把|将|给我)*';
const removing = '删除|删掉|删去|删了|去掉|移除|取消|清掉|清空|清除|拿掉|划掉|抹掉|删';
const dropFirst = new RegExp(`^${lead}(?:${removing}|不要)了?(.{1,20}?)[了吧嘛啊哈]*$`, 'u');
const dropLast = new RegExp(
  `^${lead}(.{1,20}?)(?:给我|先|就|都|全部|可以|帮我)*(?:${removing}|不要了|不算了|不用了)[了吧嘛啊哈掉]*$`,
  'u',
);
const dropAlone = new RegExp(`^${lead}(?:${removing}|不要了)[了吧嘛啊哈掉]*$`, 'u');
const addOne =
  /^(?:请|我要|我想|帮我|我们)*(?:还要|还想|再|还)?(?:添加|增加|新增|添|加)(?:一?个|一家|1个|1家)?(.{0,12}?)(?:吧)?$/u;
const onlySo =
  /^(?:我们|其实|不对|那|哦|一共|总共)*(.{0,12}?)(?:一共|总共|其实)?(?:就|只有?|仅有?|才)(?:有|是|要|填|这|那)?([一二两三四五六七八九十]|\d{1,2})(?:个|家)[了啊吧哈嘛的]*$/u;

const countOf = (numeral: string): number =>
  /\d/u.test(numeral) ? Number(numeral) : numeral === '两' ? 2 : fromChinese(numeral);

const requestOf = (clause: string): EntryRequest | null => {
  const drop = dropFirst.exec(clause) ?? dropLast.exec(clause);
  if (drop) return { does: 'drop', name: drop[1]! };
  const only = onlySo.exec(clause);
  if (only) return { does: 'keep', name: only[1]!, count: countOf(only[2]!) };
  const add = addOne.exec(clause);
  return add ? { does: 'add', name: add[1]! } : null;
};

/**
 * What somebody wants added, removed or left at a number: 删除合作单位2 · 第二个删掉 · 那个删掉 还没写 · 合作单位就一个 · 再添加一个. A second
 * clause may say why.
 */
export const entryRequestOf = (text: string): EntryRequest | null => {
  const typed = clean(text);
  if (length(typed) > LIMIT) return null;
  const clauses = simplified(typed)
    .split(/[\s，,。；;！!]+/u)
    .filter(clause => clause !== '' && !dropAlone.test(clause));
  const [request, another] = clauses.flatMap(clause => requestOf(clause) ?? []);
  return request && !another && clauses.length <= 2 ? request : null;
};

const pointed =
  /^(?:刚才|刚刚|上面|前面|之前|上)?(?:填|写|说)?的?(?:那|这)?(?:一)?(?:个|项|条|栏|句|段|内容)?(?:的?内容)?$/u;

/** 那个, 刚才填的, 这一项: the value spoken of last. */
export const isPointer = (name: string): boolean => {
  const words = fold(name);
  return words !== '' && pointed.test(words);
};
