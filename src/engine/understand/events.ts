import type { Mention } from '../../language/reading.ts';
import type { Fact } from '../../model/pack/eligibility.ts';
import type { Said } from './said.ts';

/** Degrees of accidents and the like, from the slightest. */
export const levels = {
  轻微: 0,
  一般: 1,
  较大: 2,
  严重: 3,
  重大: 3,
  特别重大: 4,
} as const;

/** Whether a degree in words reaches what counts; null when it does not say. */
const reaches = (fact: Fact, { degree }: Mention): boolean | null => {
  if (!fact.degree) return true;
  if (degree === null) return null;
  const least = levels[fact.degree];
  return degree.below ? (degree.level <= least ? false : null) : degree.level >= least;
};

/** Whether what happened lies within the years that count; null when nobody can tell from the words. */
export const counts = (fact: Fact, { time }: Pick<Mention, 'time'>, today: string): boolean | null => {
  if (fact.years === undefined || time.kind !== 'past') return true;
  const ago = time.year === null ? time.yearsAgo : Number(today.slice(0, 4)) - time.year;
  if (ago === null || ago === fact.years) return null;
  return ago < fact.years;
};

/** What a mention of something that happens says of it. `asked`: it was asked for. */
export const event = (fact: Fact, mention: Mention, today: string, asked: boolean): Said => {
  const { concept, polarity, by, time } = mention;
  const side = concept.kind === 'fact' ? concept.side : 'noun';
  // 出过，算不算较大搞不明白: the doubt is about what was just told.
  if (polarity === 'uncertain') return { value: null, strength: mention.echoed ? 3 : 2 };
  if (polarity === 'unclear' || by === 'lost') return undefined;
  if (side === 'opposite') return polarity === 'negated' ? undefined : { value: false, strength: 2 };
  if (side === 'about' && by === 'good') return { value: false, strength: 2 };
  if (side === 'about' && by !== 'event' && by !== 'bad' && !(polarity === 'negated' && by === 'happened'))
    return undefined;
  if (time.kind === 'planned') return undefined;
  const degree = reaches(fact, mention);
  if (polarity === 'negated') {
    // 没有重大事故 says nothing of 较大 ones; without a degree none at all happened.
    const { degree: named } = mention;
    if (fact.degree && named && !named.below && !named.loose && named.level > levels[fact.degree])
      return undefined;
    if (fact.degree && named && (named.below || named.level < levels[fact.degree])) return undefined;
    if (time.kind === 'past' && time.yearsAgo !== 0 && time.yearsAgo !== null) return undefined;
    return { value: false, strength: 2 };
  }
  if (polarity === 'bare' || by === 'good') {
    if (by === 'good') return { value: false, strength: 1 };
    if (asked && polarity === 'bare' && degree === false) return { value: false, strength: 1 };
    if (by !== 'happened' && by !== 'done' && by !== 'bad') return undefined;
  }
  if (by === 'is' && side === 'noun' && degree !== false) return undefined;
  if (degree === false) return { value: false, strength: 1 };
  const within = counts(fact, mention, today);
  if (degree === null || within === null) return undefined;
  // 有过，早就过了五年了: how long ago it was settles what was told of it.
  const settled = mention.echoed && time.kind === 'past' && !Number.isInteger(time.yearsAgo ?? 0);
  return { value: within, strength: settled ? 4 : within ? 3 : 1 };
};
