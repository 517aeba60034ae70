import type { Reading } from '../../language/reading.ts';
import type { FactValue } from '../../model/fact.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import { matchOption } from '../fields/choice.ts';
import { listedAnswer } from './phrases.ts';

export interface AnswerRead {
  readonly value: FactValue;
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

/** A tick or a cross alone. */
const marks: ReadonlyMap<string, boolean> = new Map([
  ['✓', true],
  ['✔', true],
  ['√', true],
  ['☑', true],
  ['×', false],
  ['✗', false],
  ['✘', false],
  ['☒', false],
]);

/** Words that consent to be asked, and tell nothing. */
const consents = /^(?:要得|要|好|行|得行|可以|阔以|同意|没问题|没得问题|ok|okay|成|中|妥|就这样|愿意)/u;

/** A verb that stands for the one asked about: 出过, 签了, 还没办, 正在弄. */
const verbs =
  '发生|出|出现|有|受|犯|被罚|签|签订|办|弄|搞|拿|拿到|取得|注册|登记|成立|设立|设|建|拍|准备|入|升|达到|到|列|查|处罚|上|认定|撤|撤销|做|定|谈|找|参加|参与|报|申报';
const never = new RegExp(
  `^(?:(?:是|都|也|一直|从来|目前|现在|暂时)*)(?:没有?|没得|莫得|未|从没有?|从来没有?|从未|未曾|不曾|还没有?|还没得|尚未|暂未|并未|并没有?)(?:任何)?(?:${verbs})(?:过|到|好|下来|上)?(?:事|什么|啥|这种事|这些)?$`,
  'u',
);
const once = new RegExp(
  `^(?:是|都|也|确实|的确|早就|早|前年|去年|今年|以前|已经|已|倒是|上次|上个月)*(?:${verbs})(?:过|了|好|好了|完|完了|到了|下来了|得有|过了|(?=一次|一起|一回|一个|两次|几次))(?:一次|一起|一回|一个|两次|几次|的)?$`,
  'u',
);
const underway = new RegExp(
  `^(?:还|都|也|现在|目前)*(?:正在?|在|快要?|马上要?|准备|打算|即将|要|将|待|拟)(?:${verbs}|筹建|筹备|申请|走流程|审批)(?:了|中)?$`,
  'u',
);

const intent = '打算|计划|准备|安排|考虑|想法|意向|规划';
const unplanned = new RegExp(
  `^(?:目前|现在|暂时|还)*(?:没有?|没得|莫得|无|不|暂无|未|还没有?)(?:这个|这方面的?|这样的)?(?:${intent})(?:过|这个|设|建)?$`,
  'u',
);
const planned = new RegExp(
  `^(?:已经?|目前|现在|都|也|正)*(?:有|在)?(?:这个|这方面的?)?(?:${intent}|筹建|筹备)(?:中|了|好了|着|设|建)?$`,
  'u',
);

/**
 * What an answer to an open question says when it names nothing: a yes, a no, a number of the list, an honest 不清楚, or
 * only the verb (还没签). Undefined-like null when it is no answer.
 */
export const readAnswer = (fact: Fact, reading: Reading): AnswerRead | null => {
  const first = reading.clauses[0];
  if (!first) return null;
  const whole = reading.text.normalize('NFKC').replace(/[\s。.!！]+/gu, '');
  const at = (value: FactValue, clause = first): AnswerRead => ({
    value,
    start: clause.start,
    end: clause.end,
    words: clause.words,
  });
  if (fact.type === 'boolean' && marks.has(whole)) return at(marks.get(whole)!);
  const answers = reading.clauses.filter(({ act }) => act !== 'greets');
  const unsure = answers.find(({ answer }) => answer === 'unsure');
  if (fact.type === 'choice') {
    const options = fact.options ?? [];
    if (/^[0-9]+$/.test(whole)) {
      if (Number(whole) === options.length + 1) return at(null);
      const value = options[Number(whole) - 1]?.value;
      return value === undefined ? null : at(value);
    }
    if (unsure) return at(null, unsure);
    if (answers.some(({ act }) => act === 'asks')) return null;
    const value = matchOption(options, reading.text);
    return value === null ? null : at(value);
  }
  if (fact.type !== 'boolean') return unsure ? at(null, unsure) : null;
  if (whole === '1' || whole === '2' || whole === '3')
    return at(whole === '1' ? true : whole === '2' ? false : null);
  if (unsure) return at(null, unsure);
  if (answers.some(({ act }) => act === 'asks')) return null;
  if (fact.yes.length + fact.no.length > 0) {
    const listed = listedAnswer(fact, reading.text);
    if (listed !== undefined) return at(listed);
  }
  // 是的，没有: a courtesy to the asker, then the answer.
  const plain = answers.findLast(({ answer }) => answer === 'yes' || answer === 'no');
  // 要得 consents; it does not tell that something happened.
  if (plain?.answer === 'yes' && fact.says === 'happened' && consents.test(plain.plain)) return null;
  if (plain && !contrasted(reading, plain.start)) return at(plain.answer === 'yes', plain);
  const clause = answers[0];
  if (!clause || answers.length > 2 || clause.supposed) return null;
  const words = clause.plain
    .replace(/^(?:我们|我司|本公司|咱们|嗯|哦|这个|那个)+/u, '')
    .replace(/(?<![的呢啊哦呀哈吧了])[的呢啊哦呀哈吧了]+$/u, tail => (tail.startsWith('了') ? '了' : ''));
  if (/吧$/u.test(clause.plain)) return once.test(words) || never.test(words) ? at(null, clause) : null;
  if (never.test(words) || never.test(words.replace(/了$/u, ''))) return at(false, clause);
  if (underway.test(words)) return fact.says === 'happened' ? null : at(fact.plan, clause);
  if (once.test(words)) return at(true, clause);
  if (fact.says !== 'happened' && unplanned.test(words)) return at(false, clause);
  if (fact.says !== 'happened' && planned.test(words)) return at(fact.plan, clause);
  return null;
};

/** 有，但不是我们: what follows takes back what was said. */
const contrasted = (reading: Reading, start: number): boolean =>
  reading.clauses.some(clause => clause.start > start && /^(?:但|不过|只是|除了|可是)/u.test(clause.plain));
