import type { Mention } from '../../language/reading.ts';
import type { Fact } from '../../model/pack/eligibility.ts';

/** What one mention says of its fact. `undefined`: nothing that could be used. */
export type Said = { readonly value: boolean | null; readonly strength: number } | undefined;

/** A state of ours: what we are, have, or have brought about. */
export const state = (fact: Fact, mention: Mention): Said => {
  const { concept, polarity, by, time, echoed } = mention;
  const opposite = concept.kind === 'fact' && concept.side === 'opposite';
  const kind = fact.says ?? 'is';
  if (polarity === 'uncertain') return { value: null, strength: 2 };
  if (polarity === 'unclear') return undefined;
  // 没有合作单位 says that nothing is done together; to name one says nothing.
  // 技术员一个没走: of those whom a team is made of, only how they are is told of it.
  const valued = kind === 'has' && (by === 'good' || by === 'bad');
  if (
    concept.kind === 'fact' &&
    concept.side === 'about' &&
    !valued &&
    (by !== 'has' || kind === 'has') &&
    kind !== 'is'
  )
    return undefined;
  // 不涉及规上: neither is it so nor is it not.
  if (by === 'concerns') return undefined;
  // 没有分公司, 有分公司: to have one is not to be one.
  if (opposite && by === 'has') return undefined;
  const positive = polarity !== 'negated' && by !== 'bad';
  if (
    polarity === 'bare' &&
    kind !== 'is' &&
    kind !== 'located' &&
    !(by === 'done' || by === 'good') &&
    time.kind !== 'planned'
  )
    return opposite ? { value: false, strength: 1 } : undefined;
  if (time.kind === 'planned') {
    if (!positive) return { value: opposite, strength: 2 };
    if (opposite) return fact.plan ? { value: false, strength: 2 } : undefined;
    return { value: fact.plan, strength: echoed ? 3 : 2 };
  }
  if (time.kind === 'past' && time.yearsAgo === null && time.year === null) {
    // 以前是规上: what is now she does not say.
    if (kind === 'is' || kind === 'located') return undefined;
  }
  const value = opposite ? !positive : positive;
  // 走了一大半，不太稳定: how it is outweighs what became of it.
  if (echoed && (by === 'good' || by === 'bad')) return { value, strength: 3 };
  // 以前不是，去年才是: what is now outweighs what was.
  return {
    value,
    strength: time.kind === 'past' ? (positive ? 2 : 1) : echoed ? 3 : 2,
  };
};

/** Told of ourselves, and not only supposed. */
export const usable = (mention: Mention): boolean => mention.whose === 'ours' && mention.mood === 'told';
