import type { Token } from './lexicon.ts';
import { isSurname } from './surnames.ts';
import type { Found } from './values.ts';

/** Han characters that end a name when they follow it: a title, a verb, a particle. */
const afterName =
  /^(?:[\s\p{P}\p{S}0-9]|$|电话|手机|联系|座机|号码|负责|担任|的|是|在|和|跟|与|做|当|为|吧|哈|呢|啊|哦|哟|噻|先生|女士|老师|经理|主任|同志|院长|所长|校长|博士|教授|厂长|董事|总|工|他|她|来|这边|一起|邮箱|身份|了(?!\p{Script=Han}))/u;

const compound =
  /^(?:欧阳|司马|上官|诸葛|司徒|东方|独孤|南宫|皇甫|夏侯|尉迟|公孙|令狐|慕容|宇文|长孙|轩辕|端木)/u;

/** What people are called by their office, as alternatives of a pattern. */
export const offices =
  '老板|总|主任|经理|院长|校长|所长|厂长|老师|教授|科长|处长|部长|书记|董事长|理事长|总工|组长|队长|站长|社长|会计|主管|师傅';
/** 蒲老板, 杜总: an office behind a surname. */
const office = new RegExp(`^\\p{Script=Han}{1,2}?副?(?:${offices}|董|工)$`, 'u');

/** 谭总工来: an office right behind the surname begins what is done, and no name. */
const officeFirst = new RegExp(
  `^\\p{Script=Han}副?(?:${offices
    .split('|')
    .filter(word => word.length > 1)
    .join('|')})`,
  'u',
);

/** 张三嘛: what nobody's name ends with. */
const particle = /[嘛吧呢啊哦噻呀哟啦咯撒嗦了的是]$/u;

/** 那边, 方便: words that begin like names. */
const noName =
  /^(?:那边|那个|那里|那位|那家|方便|方面|方式|全部|全体|单位|单独|安排|安全|时间|时候|高校|高新|向上|向您|向你|于是|白天|水平|应该|成立|同意|同志|党组|解决|元旦|花费|干部|经常|经过|平时|常年|常务|明天|明年|石油|计划|和平|钱款|简单)/u;

/** End of a person's name that begins at an index, or -1. */
export const nameEnd = (text: string, at: number): number => {
  const rest = text.slice(at, at + 12);
  if (noName.test(rest)) return -1;
  const paired = compound.test(rest);
  if (!paired && !isSurname(rest[0] ?? '')) return -1;
  const lengths = paired ? [4, 3] : [3, 2, 4];
  for (const size of lengths) {
    const name = rest.slice(0, size);
    if (
      [...name].length < size ||
      !/^\p{Script=Han}+$/u.test(name) ||
      particle.test(name) ||
      office.test(name) ||
      officeFirst.test(name)
    )
      continue;
    if (afterName.test(rest.slice(size))) return at + size;
  }
  // 罗  以: a name of two letters, padded as in print.
  const padded = /^\p{Script=Han}\s{1,4}\p{Script=Han}(?!\p{Script=Han})/u.exec(rest);
  return padded ? at + padded[0].length : -1;
};

/** 小覃，, 杜总，: what somebody is called by, before her name. */
const shortName = new RegExp(`(?:[小老](\\p{Script=Han})|(\\p{Script=Han})(?:${offices}|工|董))[,， ]`, 'gu');

/** People's names after a role, after 我叫, or before a phone. */
export const persons = (text: string, tokens: readonly Token[], phones: readonly Found[]): Found[] => {
  const found: Found[] = [];
  const add = (start: number, end: number): void => {
    // 高校, 高新: a known word that happens to begin with a surname.
    const known = tokens.some(
      token =>
        (token.start === start && token.end === end && token.concepts.length > 0) ||
        // 和负责人
        (token.start < end && start < token.end && token.concepts.some(({ kind }) => kind === 'field')),
    );
    if (!known && end > start && !found.some(other => start < other.end && other.start < end))
      found.push({ kind: 'person', start, end, amount: null, unit: null });
  };
  for (const [index, token] of tokens.entries()) {
    const role =
      token.concepts.some(({ kind }) => kind === 'field') ||
      /^(?:我叫|我是|叫|姓名|经办|名叫|全名|本名|大名|全名叫|对接的是|对接人是?)$/u.test(token.text) ||
      (token.text === '我' && /^[叫是]$/u.test(tokens[index + 1]?.text ?? ''));
    if (!role) continue;
    let at = token.end;
    // Carriers between the role and the name: 联系人就是李明, 联系人：李明, 联系人填李明.
    const between =
      /^(?:姓名)?(?:那?一?(?:栏|格|项|处)|那里|这里)?[\s:：]{0,3}[都也均]?(?:拟定?|暂定?|初定|准备|打算)?(?:就是|是|叫|is|为|填写|填|写|由|请写|请填|请?登记(?:为|成)?|请?录入?|选|定的?是|定[的了]|让|改成|改为|换成|应该是|应为|就填|用|名字叫|名字是)?[\s:："“「【『]{0,3}(?:我们?|咱们?|他们?|她们?)?(?:单位|公司|厂里|院里|学校)?的?(?:(?:办公室|\p{Script=Han}{1,4}(?:部|处|科|室|办))的?)?(?:副|常务|执行|高级|首席|总){0,2}(?:董事长|经理|院长|校长|所长|主任|厂长|老总|老板|教授|博士|工程师|会计师?|总工|书记|科长|处长|部长|总裁|理事长|主管|专员|干事|文员|秘书|组长|队长|站长|社长)?的?/u.exec(
        text.slice(at, at + 24),
      );
    const options = new Set([at + (between?.[0].length ?? 0), at]);
    for (const start of options) {
      at = start;
      const end = nameEnd(text, at);
      if (end > 0) {
        add(at, end);
        break;
      }
    }
  }
  for (const phone of phones) {
    for (let size = 4; size >= 2; size -= 1) {
      const gap =
        /(?<![\s,，:：(（、-])[\s,，:：(（、-]+$/u.exec(text.slice(0, phone.start).slice(-12))?.[0].length ??
        0;
      const end = phone.start - gap;
      const start = end - size;
      if (start >= 0 && nameEnd(text, start) === end && !/\p{Script=Han}/u.test(text[start - 1] ?? ' ')) {
        add(start, end);
        break;
      }
    }
  }
  // 有事找小覃，覃玉梅: called by a short name, then in full.
  for (const match of text.matchAll(shortName)) {
    const start = match.index + match[0].length;
    const end = nameEnd(text, start);
    if (end > 0 && text[start] === (match[1] ?? match[2])) add(start, end);
  }
  return found.sort((a, b) => a.start - b.start);
};
