import { thresholds } from './decide.ts';
import type { Ranked } from './rank.ts';
import { bare } from './text.ts';

/** Letters a message may have beyond the phrase it is nearly the whole of. */
const spare = 3;

/** How far what is off the subject must be ahead of everything the notice is asked. */
const clearLead = 0.12;

/** How alike a message and what is said by way of courtesy must be; an insult is not to be heard where there is none. */
const alike = {
  greeting: 0.5,
  thanks: 0.5,
  identity: 0.5,
  'off-topic': 0.5,
  noise: 0.5,
  abuse: 0.7,
} as const;

const isTalk = ({ candidate }: Ranked): boolean => candidate.outcome.kind === 'smalltalk';

/**
 * A courtesy counts only when it is nearly the whole message: 可以吗 at the end of a question is no thanks. What is off the
 * subject counts when nothing about the notice comes near.
 */
export const withoutLooseTalk = (ranking: readonly Ranked[], text: string): readonly Ranked[] => {
  const plain = bare(text);
  const policy = ranking.find(ranked => !isTalk(ranked));
  return ranking.filter(ranked => {
    const { candidate, variant, similarity, score } = ranked;
    if (candidate.outcome.kind !== 'smalltalk') return true;
    const { tone } = candidate.outcome;
    const least = alike[tone];
    const whole = similarity >= least && plain.length <= (variant?.length ?? 0) + spare;
    const ahead = score >= (policy?.score ?? 0) + clearLead;
    return whole || (ahead && similarity >= (tone === 'off-topic' ? thresholds.floor : 1.2 * least));
  });
};

/** The courtesy a message consists of when each of its parts is one: 要得要得，拜拜. */
export const allTalk = (parts: readonly (readonly [string, readonly Ranked[]])[]): Ranked | null => {
  const leaders = parts.flatMap(([text, ranking]) => withoutLooseTalk(ranking, text).slice(0, 1));
  return leaders.length > 0 && leaders.length === parts.length && leaders.every(isTalk)
    ? leaders.reduce((best, one) => (one.score > best.score ? one : best))
    : null;
};
