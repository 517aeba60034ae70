import { Vocabulary } from '../language/lexicon.ts';
import { nameEnd } from '../language/people.ts';
import { read } from '../language/read.ts';
import { thresholds } from './decide.ts';
import type { Match } from './match.ts';
import type { Ranked } from './rank.ts';

const language = new Vocabulary([]);

/** Values that somebody gives and asks nothing with. */
const given: ReadonlySet<string> = new Set([
  'person',
  'phone',
  'email',
  'organisation',
  'address',
  'creditCode',
]);

/** Letters of the longest message that is looked through for being a value or an answer alone. */
const LONGEST = 40;

/** Letters of the longest name of a person that may stand alone. */
const longestName = 4;

/** A name, a number or an address and nothing else: 王建国, 13800138000. */
const isBareValue = (text: string, known: boolean): boolean => {
  const plain = text.replace(/(?<![\s\p{P}])[\s\p{P}]+$/u, '');
  if (!known && plain.length <= longestName && nameEnd(plain, 0) === plain.length) return true;
  return read(plain, language).values.some(
    ({ kind, words }) => given.has(kind) && words.length >= plain.length - 1,
  );
};

/** Only yes, no, 不清楚, 等一下 and courtesies: an answer to something, and no question. */
const isOnlyAnswers = (text: string): boolean => {
  const { clauses } = read(text, language);
  return clauses.length > 0 && clauses.every(({ act, answer }) => answer !== null || act === 'greets');
};

/** Whether what somebody tells of herself is about what a unit must be. */
const tellsOfUnit = (ranking: readonly Ranked[]): boolean =>
  ranking
    .slice(0, 5)
    .some(
      ({ candidate: { outcome, selfCheck }, score }) =>
        (score >= thresholds.floor && selfCheck) ||
        (outcome.kind === 'action' && outcome.action === 'eligibility' && score >= thresholds.acting),
    );

/** What a message that asks nothing comes to; null: it may ask something. */
export const idleIn = (
  text: string,
  { ranking, query, statement, asked }: Match,
): 'idle' | 'statement' | null => {
  const [best] = ranking;
  if ((best?.similarity ?? 0) >= thresholds.verbatim) return null;
  const known = query.reading.tokens.some(({ concept }) => concept !== null && !concept.startsWith('say-'));
  if (text.length <= LONGEST && (isBareValue(text, known) || isOnlyAnswers(text))) return 'idle';
  if (statement && tellsOfUnit(ranking)) return 'statement';
  // 我们自己人在专家委员会最多占好大比例: asked in words that no list of question words has.
  const sure = best?.candidate.outcome.kind === 'clauses' && best.score >= thresholds.sure;
  if (statement) return sure ? null : 'idle';
  return !asked && (best?.score ?? 0) < thresholds.floor ? 'idle' : null;
};
