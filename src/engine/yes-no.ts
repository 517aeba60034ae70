import type { FactValue } from '../model/fact.ts';
import type { Fact } from '../model/pack/eligibility.ts';
import { matchOption } from './fields/choice.ts';
import { isUnsure } from './hollow.ts';
import { clean, fold } from './text.ts';

const yes =
  /^(?:是|是的|是啊|是滴|嗯|嗯嗯|对|对的|对头|没错|有|有的|有啊|有了|已有|都有|符合|满足|可以|行|好|好的|肯定|当然|确认|会|会的|要|打算|计划|准备|正在筹建|已经有了|y|yes|ok|true|1)$/;
const no =
  /^(?:不|否|不是|不是的|不是哦|没|没有|没有的|没得|没有过|从没有|从来没有|未|未有|无|并无|并没有|从未|不会|不打算|不符合|不满足|没有发生|未发生|没发生过|没出过|不对|暂无|暂时没有|还没|还没有|尚未|n|no|false|2)$/;

/** Doubt anywhere in a short reply outweighs the words around it: "应该在万州吧，不确定". */
const doubts = /不清楚|不知道|不确定|不了解|拿不准|说不准|说不清|没把握|搞不清|不晓得|好像|可能|大概|也许/;
/** A question is no answer: 是不是规上. */
const asksBack = /是不是|是否|有没有|算不算|能不能|会不会/;
/** "没有…，但…" says two things. */
const contrasts = /但是?|不过|只是|除了/;

/** Where the phrases stand in a reply. */
const hitsOf = (phrases: readonly string[], words: string) =>
  phrases.map(fold).flatMap(phrase => {
    const start = words.indexOf(phrase);
    return phrase === '' || start < 0 ? [] : [{ phrase, start, end: start + phrase.length }];
  });

/**
 * What the pack's own phrases for this question say. A yes phrase that a no phrase covers or leads up to is denied
 * (不在万州注册 holds 在万州注册; 没有出过 stands before 较大安全事故); where both stand apart, nobody can tell.
 */
const listedAnswer = (fact: Fact, words: string): boolean | null | undefined => {
  const noes = hitsOf(fact.no, words);
  const yeses = hitsOf(fact.yes, words);
  const rest = [...noes, ...yeses].reduce((left, { phrase }) => left.replaceAll(phrase, ' '), words);
  if (contrasts.test(rest)) return undefined;
  if (noes.length === 0) return yeses.length > 0 ? true : undefined;
  const denied = yeses.every(yes => noes.some(no => no.start <= yes.start && yes.start <= no.end));
  if (denied) return false;
  const covered = noes.every(no => yeses.some(yes => yes.start <= no.start && no.end < yes.end));
  return covered ? true : null;
};

/** A tick or a cross alone. */
const marks: ReadonlyMap<string, boolean> = new Map([
  ...[...'✓✔√☑'].map(mark => [mark, true] as const),
  ...[...'×✗✘☒'].map(mark => [mark, false] as const),
]);

/** Longest text that is read as an answer, in UTF-16 units; anything longer is a story, not an answer. */
const ANSWER_LIMIT = 300;

/**
 * Reads an answer to one fact: the value, `null` for an honest "不清楚", or undefined when it is no answer at all.
 * Only short replies are read as yes or no; a sentence counts when the pack lists it for this very question.
 */
export const readFact = (fact: Fact, text: string): FactValue | undefined => {
  if (text.length > ANSWER_LIMIT) return undefined;
  const mark = fact.type === 'boolean' ? marks.get(clean(text)) : undefined;
  if (mark !== undefined) return mark;
  const words = fold(text);
  if (words === '') return undefined;
  if (isUnsure(words) || doubts.test(words)) return null;
  if (fact.type === 'choice') {
    const options = fact.options ?? [];
    if (/^\d+$/.test(words) && Number(words) === options.length + 1) return null;
    return matchOption(options, text) ?? undefined;
  }
  if (words === '3') return null;
  if (asksBack.test(words)) return undefined;
  const listed = listedAnswer(fact, words);
  if (listed !== undefined) return listed;
  const bare = words.replace(/(?:呢|啊|哦|呀|吧|了|的|嘛|哈|哟|滴)+$/u, '');
  if (no.test(words) || no.test(bare)) return false;
  if (yes.test(words) || yes.test(bare)) return true;
  return undefined;
};
