import { degreeAfter } from '../../language/degree.ts';
import { chineseNumber } from '../../language/numbers.ts';
import type { Clause, Reading } from '../../language/reading.ts';
import { type Reply, replyIn } from '../../language/replies.ts';
import { timeOf } from '../../language/time.ts';
import type { FactValue } from '../../model/fact.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import { matchOption } from '../fields/choice.ts';
import { counts, levels } from './events.ts';
import { listedAnswer } from './phrases.ts';

export interface AnswerRead {
  readonly value: FactValue;
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

/** 第三个, 选2: by its place in the list. */
const ordinal =
  /^(?:我们?|就|那|应该|还是)*(?:选|是|属于|填|报)?(?:第)?([0-9]{1,2}|[一二三四五六七八九十])(?:个|项|种|类|条|号)?(?:那个|的|吧|噻|嘛|哈|啦)*$/u;

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

/**
 * What an answer to an open question says when it names nothing: a yes, a no, a number of the list, an honest 不清楚, or
 * only the verb (还没签). Undefined-like null when it is no answer.
 */
export const readAnswer = (fact: Fact, reading: Reading, today: string): AnswerRead | null => {
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
  const named = new Set(
    reading.mentions.flatMap(({ concept, clause, answers: echoed }) =>
      !echoed && (concept.kind === 'fact' || concept.kind === 'option') ? [reading.clauses[clause]] : [],
    ),
  );
  const unsure = answers.find(
    clause => clause.answer === 'unsure' || (clause.doubts && clause.act !== 'asks' && !named.has(clause)),
  );
  if (fact.type === 'choice') {
    const options = fact.options ?? [];
    if (/^[0-9]+$/.test(whole)) {
      if (Number(whole) === options.length + 1) return at(null);
      const value = options[Number(whole) - 1]?.value;
      return value === undefined ? null : at(value);
    }
    if (unsure) return at(null, unsure);
    const which = ordinal.exec(whole)?.[1];
    const numbered = which === undefined ? undefined : options[(chineseNumber(which) ?? 0) - 1]?.value;
    if (numbered !== undefined) return at(numbered);
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
  const part = partIn(fact, answers);
  if (part) return part;
  if (fact.says === 'happened') {
    const one =
      answers.find(clause => counted.test(clause.plain) && !clause.another && !clause.supposed) ??
      graveIn(fact, answers);
    if (one && counts(fact, { time: timeOf(reading.clauses.map(each => each.plain).join(','), []) }, today))
      return at(true, one);
  }
  const slight = slightIn(fact, answers);
  if (slight) return at(false, slight);
  const graver = namedGrave(fact, reading);
  if (graver) return at(true, graver);
  if (answers.length > MANY) return null;
  let found: AnswerRead | null = null;
  for (const clause of answers) {
    if (clause.supposed || (clause.another && fact.says !== 'done')) continue;
    const reply = replyIn(clause.plain, fact.says === 'happened', fact.verbs);
    const said = reply === null ? undefined : replyValue(fact, reply);
    // 六年前撤过: longer ago than counts.
    const within = said === true ? counts(fact, { time: timeOf(clause.plain, []) }, today) : true;
    const value = within === null ? undefined : within ? said : false;
    // 打算设，还没批: what is planned is not there yet, of course.
    if (value === false && reply === 'never' && fact.plan && found?.value === true) continue;
    if (value !== undefined) found = at(/吧$/u.test(clause.plain) ? null : value, clause);
  }
  return found;
};

/** 算不上较大, 只是小事: below the degree that counts. */
const slightIn = (fact: Fact, answers: readonly Clause[]): Clause | undefined => {
  const { degree } = fact;
  if (!degree) return undefined;
  return answers.find(clause => {
    const said = degreeAfter(clause.plain);
    if (!said || clause.supposed || clause.another || clause.doubts) return false;
    return said.negated ? said.level <= levels[degree] : said.level < levels[degree];
  });
};

/** 前年那次，定的较大: of the degree that counts. */
const graveIn = (fact: Fact, answers: readonly Clause[]): Clause | undefined => {
  const { degree } = fact;
  if (!degree) return undefined;
  return answers.find(clause => {
    const said = degreeAfter(clause.plain);
    return (
      said &&
      !said.negated &&
      !said.below &&
      said.level >= levels[degree] &&
      !clause.supposed &&
      !clause.another &&
      !clause.doubts
    );
  });
};

/** 有一条, 有过一回. */
const counted =
  /^(?:确实|是|倒是|的确|以前|前年|去年|今年)*有(?:过)?(?:一|两|几|[0-9])(?:条|次|起|回|个|笔|项)(?:的)?$/u;

/** 后来定的是较大事故: what happened is named, and as grave as counts. */
const namedGrave = ({ id, degree }: Fact, { clauses, mentions }: Reading): Clause | undefined => {
  const named =
    degree === undefined
      ? undefined
      : mentions.find(
          ({ concept, clause, polarity, mood, whose, degree: said }) =>
            mood === 'told' &&
            whose === 'ours' &&
            (polarity === 'bare' || polarity === 'affirmed') &&
            concept.kind === 'head' &&
            concept.facts.includes(id) &&
            said !== null &&
            !said.below &&
            said.level >= levels[degree] &&
            clauses[clause]?.act === 'tells',
        );
  const clause = named && clauses[named.clause];
  return clause && !clause.supposed && !clause.another && !clause.doubts ? clause : undefined;
};

/** Clauses of the longest reply that is looked through for a verb alone. */
const MANY = 3;

/** What a reply makes of a fact; undefined: nothing. */
const replyValue = (fact: Fact, reply: Reply): boolean | undefined => {
  const event = fact.says === 'happened';
  switch (reply) {
    case 'never':
      return false;
    case 'once':
      return true;
    case 'underway':
    case 'planned':
    case 'drafted':
      return event ? undefined : fact.plan;
    case 'unplanned':
      return event ? undefined : false;
    default:
      return reply satisfies never;
  }
};

/** Shortest part of a name that stands for it, and shortest name it can be a part of. */
const PART = 2;
const NAME = 4;

/** 是独立的, to 是否独立法人: a part of what it is called, and whether it is so. */
const partIn = (fact: Fact, answers: readonly Clause[]): AnswerRead | null => {
  if ((fact.says ?? 'is') !== 'is') return null;
  const parts = new Set(
    fact.nouns.flatMap(noun =>
      noun.length < NAME
        ? []
        : Array.from({ length: noun.length - 2 * PART + 1 }, (_, at) => noun.slice(0, at + PART)).concat(
            Array.from({ length: noun.length - 2 * PART + 1 }, (_, at) => noun.slice(at + PART)),
          ),
    ),
  );
  for (const clause of answers) {
    const said =
      /^(?:我们|我司|我单位|单位|公司|当然|肯定|确实|本来)*(不是|不算|没有|没|不|非|是|算|属于|有)(?:\p{Script=Han}{0,2}?)([\p{Script=Han}]{2,6}?)的?$/u.exec(
        clause.plain,
      );
    if (!said || clause.supposed || clause.another || !parts.has(said[2]!)) continue;
    const { start, end, words } = clause;
    return { value: !/[不没非]/u.test(said[1]!), start, end, words };
  }
  return null;
};

/** 有，但不是我们: what follows takes back what was said. */
const contrasted = (reading: Reading, start: number): boolean =>
  reading.clauses.some(clause => clause.start > start && /^(?:但|不过|只是|除了|可是)/u.test(clause.plain));
