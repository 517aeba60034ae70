import type { PolicyAnswer } from '../../model/answer.ts';
import type { Block } from '../../model/message.ts';
import type { HeardFact, Session } from '../../model/session.ts';
import type { Context, World } from '../context.ts';
import type { Statement } from '../interpret.ts';
import { masked } from '../masked.ts';
import type { Reaction } from '../reaction.ts';
import { replyBlocks } from '../reply.ts';
import { line } from '../scene.ts';
import { factScene } from '../scenes/eligibility.ts';
import { amendScene, heardAllScene, heardBlocks } from '../scenes/heard.ts';
import { hasDraft, offerCheckScene } from '../scenes/menu.ts';
import { repairBlock } from '../scenes/repair.ts';
import { deciding, factById, lifting, openFacts } from '../self-check.ts';
import { shorten } from '../text.ts';
import { answerTo } from '../understand/understand.ts';
import { understood } from '../understood.ts';
import { recordFact, settleGroups } from './eligibility.ts';

/** Longest answer that is repeated whole when it is asked back, in characters. */
const WORDS = 60;

/** So much said of oneself is the beginning of a self-check, whether or not one asked for it. */
const ENOUGH_TO_BEGIN = 2;

const asideAnswer = (ctx: Context, answer: PolicyAnswer | null): Block[] =>
  answer?.kind === 'answer' || answer?.kind === 'silent' ? replyBlocks(answer, ctx.pack, ctx.now.date) : [];

/**
 * Facts told in free words, at any point of the conversation: recorded and read back with the words they came from, except
 * those that decide against the unit or take back what does, which first ask for a yes of their own. Then the self-check goes on, or is offered.
 */
export const takeStatement = (
  ctx: Context,
  { session }: World,
  { facts, answer, raised }: Statement,
): Reaction => {
  const [first] = session.heard;
  // Said again at the question whether it was meant: it was.
  if (first && answer === null && facts.length === 1)
    if (facts[0]!.fact === first.fact && facts[0]!.value === first.value)
      return settleHeard(ctx, session, true);
  // What was submitted stands as it is; something new is another application.
  if (session.journey === 'idle' && session.application !== null)
    return {
      session,
      notes: [...asideAnswer(ctx, answer), line(ctx, 'submit.already', { number: session.application })],
      scene: { blocks: [], links: ['another', 'mine', 'progress', 'human', 'home'] },
    };
  const decisive = new Set([...deciding(ctx, session, facts), ...lifting(ctx, session, facts)]);
  const plain = facts.filter(({ fact }) => !decisive.has(fact));
  const known: Session = {
    ...session,
    facts: { ...session.facts, ...Object.fromEntries(plain.map(({ fact, value }) => [fact, value])) },
    heard: [
      ...session.heard.filter(({ fact }) => !facts.some(other => other.fact === fact)),
      ...facts.filter(({ fact }) => decisive.has(fact)),
    ],
    undo: null,
  };
  // Whoever answers the offer of a self-check with a fact has begun it.
  const offered = session.prompt?.asks.kind === 'offer';
  const begins =
    session.journey === 'idle' &&
    !hasDraft(session) &&
    (offered || facts.length >= ENOUGH_TO_BEGIN || raised != null);
  const next: Session = begins ? { ...known, journey: 'eligibility', paused: false } : known;
  const settled = next.journey === 'eligibility' ? next : settleGroups(ctx, next);
  const topic = answer === null ? settled.topic : answer.context && masked(ctx, answer.context);
  return {
    session: { ...settled, topic },
    notes: [
      ...asideAnswer(ctx, answer),
      ...heardBlocks(ctx, plain, session.facts),
      ...(raised && decisive.size === 0 ? [line(ctx, 'check.raised', { words: raised.words })] : []),
    ],
    ...(raised && decisive.size === 0
      ? { scene: factScene(ctx, settled, factById(ctx, raised.fact)) }
      : after(ctx, settled)),
  };
};

/** What follows: the next question with a way to correct beside it, or a last look before a verdict on words alone. */
const after = (ctx: Context, session: Session): Pick<Reaction, 'scene' | 'ways'> => {
  const waits = session.heard.length > 0;
  if (!waits && session.journey === 'eligibility' && openFacts(ctx, session).length === 0)
    return { scene: heardAllScene(ctx) };
  return {
    scene: !waits && session.journey === 'idle' ? offerCheckScene(ctx, session) : 'next',
    ways: ['amend'],
  };
};

/** Whether an answer names what it answers: 没入规 does, 没有 and 否 may be meant for another question. */
const namesItself = (ctx: Context, session: Session, { fact, words }: HeardFact): boolean =>
  factById(ctx, fact).type !== 'boolean' ||
  understood(ctx, session, words).reading.mentions.some(
    ({ concept, echoed }) => !echoed && concept.kind === 'fact' && concept.fact === fact,
  );

/** An answer in words to the open fact. A bare one that decides against the unit is asked back before it counts. */
export const hearAnswer = (ctx: Context, session: Session, heard: HeardFact): Reaction => {
  if (!deciding(ctx, session, [heard]).has(heard.fact) || namesItself(ctx, session, heard))
    return recordFact(ctx, session, heard.fact, heard.value);
  const waiting = session.heard.filter(({ fact }) => fact !== heard.fact);
  return { session: { ...session, heard: [heard, ...waiting] } };
};

/** The open fact was answered in words. */
export const answerFactByText = (ctx: Context, session: Session, id: string, typed: string): Reaction => {
  const fact = factById(ctx, id);
  const value = answerTo(id, understood(ctx, session, typed));
  if (value !== undefined) return hearAnswer(ctx, session, { fact: id, value, words: shorten(typed, WORDS) });
  return {
    session,
    misread: true,
    notes: [session.misread === 0 ? line(ctx, 'check.notUnderstood') : repairBlock(ctx, session)],
    scene: factScene(ctx, session, fact),
  };
};

/** A yes or no to the decisive fact that was asked back. */
export const settleHeard = (ctx: Context, session: Session, right: boolean): Reaction => {
  const [first, ...rest] = session.heard;
  if (!first) return { session };
  const left: Session = { ...session, heard: rest };
  if (!right)
    return {
      session: left,
      notes: [line(ctx, session.facts[first.fact] === undefined ? 'check.heardDropped' : 'check.heardKept')],
    };
  return recordFact(ctx, left, first.fact, first.value);
};

/** Which recorded fact is wrong: chosen from all of them. */
export const amendCheck = (ctx: Context, session: Session): Reaction =>
  Object.keys(session.facts).length === 0 ? { session } : { session, scene: amendScene(ctx, session) };

/** Ask one recorded fact again; it stands as it is until it is answered anew. */
export const askAgain = (ctx: Context, session: Session, id: string): Reaction => ({
  session,
  scene: factScene(ctx, session, factById(ctx, id)),
});
