import { afterDegree } from './degree.ts';
import type { Draft, Said } from './draft.ts';
import type { Time } from './reading.ts';

/** 信用、违法，没去查: named side by side, and nothing said of either. */
const listed = (each: Draft, one: Draft): boolean =>
  each.part === one.part &&
  each.polarity === 'bare' &&
  one.polarity === 'bare' &&
  each.concept.kind === 'fact' &&
  one.concept.kind === 'fact' &&
  each.concept.event &&
  one.concept.event;

/** A clause without a noun of its own speaks of the one before: 质量事故，没有; 合作单位是规上，我们不是; 在谈，快了. */
export const echo = (
  said: Said,
  last: readonly Draft[],
  time: Time,
  part: number,
  supposed: boolean,
  asked: boolean,
): Draft[] => {
  if (last.length === 0 || asked) return [];
  const mood = supposed ? 'supposed' : 'told';
  const targets = said.all
    ? last
    : last.slice(-1).flatMap(one => last.filter(each => each.start === one.start || listed(each, one)));
  // 查了不属实，没有这回事.
  if (said.untrue)
    return targets.map(target => ({
      ...target,
      polarity: 'negated',
      by: 'has',
      time: { kind: 'now' },
      echoed: true,
      part,
      mood,
    }));
  if (said.alone !== null && (said.polarity === 'affirmed' || said.polarity === 'negated'))
    return targets.map(target => ({
      ...target,
      polarity: said.polarity!,
      by: 'happened',
      time,
      degree: said.alone,
      echoed: true,
      part,
      mood,
    }));
  if (said.degree !== null && said.polarity === 'affirmed' && said.by === 'happened')
    return targets.map(target => ({
      ...target,
      polarity: 'affirmed',
      by: 'happened',
      time,
      degree: afterDegree(said.degree),
      echoed: true,
      part,
      mood,
    }));
  if (said.degree !== null) {
    return targets
      .filter(({ polarity }) => polarity === 'affirmed')
      .map(target => ({ ...target, degree: afterDegree(said.degree), echoed: true, part, mood }));
  }
  if (said.planned && said.polarity !== 'negated')
    return targets
      .filter(({ polarity }) => polarity !== 'affirmed')
      .map(target => ({
        ...target,
        polarity: 'affirmed',
        time: { kind: 'planned' },
        echoed: true,
        part,
        mood,
      }));
  // 遭撤销过，早就过了三年了.
  if (said.elapsed !== null)
    return targets
      .filter(({ polarity, by }) => polarity === 'affirmed' && by !== 'is')
      .map(target => ({
        ...target,
        time: { kind: 'past', yearsAgo: said.elapsed, year: null },
        echoed: true,
        part,
        mood,
      }));
  // 被撤销过，是四年前的事: the time alone.
  if (time.kind === 'past' && said.polarity !== 'negated' && said.by !== 'happened' && said.unknown <= 2) {
    const vague = targets.filter(
      ({ polarity, time: told, by }) =>
        polarity === 'affirmed' &&
        told.kind === 'past' &&
        told.yearsAgo === null &&
        told.year === null &&
        by !== 'is',
    );
    if (vague.length > 0) return vague.map(target => ({ ...target, time, echoed: true, part, mood }));
  }
  // 这条我不敢乱讲: doubt of what was asked needs no other word to be known.
  const known = said.unknown <= 2 || (said.polarity === 'uncertain' && last.every(({ answers }) => answers));
  if (said.polarity === null || said.polarity === 'unclear' || !known) return [];
  const renews = (target: Draft): boolean =>
    target.polarity === 'bare' ||
    // 有十几个人，不太稳定: how they are outweighs that they are.
    said.by === 'good' ||
    said.by === 'bad' ||
    target.mood === 'asked' ||
    (said.own && !said.another && (target.whose === 'another' || said.polarity !== target.polarity)) ||
    said.polarity === 'uncertain' ||
    (target.mood === 'supposed' && said.own) ||
    (target.time.kind === 'past' && said.polarity !== target.polarity && /now/u.test(time.kind));
  // 事故是外包队的，不是我们的人: what something is not denies nothing that happened.
  const denies = ({ concept }: Draft): boolean =>
    !(said.by === 'is' && said.polarity === 'negated' && said.unknown > 0) ||
    !(concept.kind === 'head' || (concept.kind === 'fact' && concept.event));
  return targets
    .filter(target => renews(target) && denies(target))
    .map(target => ({
      ...target,
      polarity: said.polarity!,
      by: said.by ?? target.by,
      time,
      whose: said.another && !said.own ? 'another' : said.own ? 'ours' : target.whose,
      echoed: true,
      part,
      mood,
    }));
};
