import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { factById } from './self-check.ts';
import { levels } from './understand/events.ts';
import type { Understanding } from './understand/understand.ts';

/** Something told of that may decide, and what it was is not said: which fact is to be asked about, and the words. */
export interface Raised {
  readonly fact: string;
  readonly words: string;
}

/** That somebody was hurt, or something burnt down: it was no matter of quality. */
const harm = /死|伤|亡|爆炸|火灾|起火|着火|烧|中毒|坍塌|塌/u;

/**
 * An event told of our own unit that one of the pack's facts asks about, where it was left open how grave it was or of which
 * kind: 出了个事故，死了一个人. It is asked about at once, and nothing is concluded from it. Null: none.
 */
export const raisedIn = (
  ctx: Context,
  session: Session,
  { reading, facts }: Understanding,
  open: string | null,
): Raised | null => {
  for (const { concept, echoed, mood, whose, polarity, clause, start, end } of reading.mentions) {
    const own = reading.clauses[clause];
    if (echoed || mood !== 'told' || whose !== 'ours' || !own || own.supposed || own.act === 'asks') continue;
    if (polarity !== 'affirmed' && !(polarity === 'bare' && concept.kind === 'head')) continue;
    const may =
      concept.kind === 'head'
        ? concept.facts
        : concept.kind === 'fact' && concept.event && concept.side === 'noun'
          ? [concept.fact]
          : [];
    const candidates = may.filter(id => {
      const fact = factById(ctx, id);
      return fact.says === 'happened' && fact.type === 'boolean' && session.facts[id] !== true;
    });
    if (
      candidates.length === 0 ||
      candidates.some(id => id === open || facts.some(({ fact }) => fact === id))
    )
      continue;
    const hurt = harm.test(reading.text)
      ? candidates.find(id => factById(ctx, id).nouns.some(noun => noun.includes('安全')))
      : undefined;
    candidates.sort((a, b) => graveness(ctx, a) - graveness(ctx, b));
    const words = own.words.length <= WORDS ? own.words : reading.text.slice(start, end);
    return { fact: hurt ?? candidates[0]!, words };
  }
  return null;
};

/** How grave it must be to count: what counts sooner is asked about first. */
const graveness = (ctx: Context, id: string): number => levels[factById(ctx, id).degree ?? '特别重大'];

/** Longest clause that is repeated whole, in UTF-16 units. */
const WORDS = 24;
