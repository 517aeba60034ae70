import { createHash } from 'node:crypto';
import { messageTo } from '../../model/message.ts';
import { newSession, type Session } from '../../model/session.ts';
import { claimIdOf } from '../claim-code.ts';
import type { Context, World } from '../context.ts';
import { guessAlert, isLockedOut, wrongCode } from '../guesses.ts';
import type { Reaction } from '../reaction.ts';
import { line } from '../scene.ts';
import { hasDraft, shortMenu } from '../scenes/menu.ts';
import { say } from '../wording.ts';
import { startForm } from './form.ts';

/** How long a code is good for, in milliseconds; long enough to pick up another phone. Our own choice. */
const CLAIM_MS = 10 * 60 * 1000;

/** 领取码: 14 characters that nobody mixes up, 64 bits, good once and for ten minutes. */
const codeFrom = (mint: string): string => {
  const letters = 'ACDEFGHJKMNPQRTUVWXY3479';
  const bytes = createHash('sha256').update(mint).digest();
  return `D${Array.from(bytes.subarray(0, 14), byte => letters[byte % letters.length]).join('')}`;
};

/** 转移草稿: a one-time code that brings the draft to another door. Only its hash is kept. */
export const offerClaim = (ctx: Context, session: Session): Reaction => {
  if (!hasDraft(session) || session.application !== null) {
    return { session, notes: [line(ctx, 'claim.nothing')], scene: shortMenu(session, []) };
  }
  const code = codeFrom(ctx.mint('claim'));
  return {
    session,
    notes: [{ kind: 'text', text: say(ctx.pack, 'claim.code', { code }), code }],
    effects: [
      {
        kind: 'note',
        list: 'claims',
        id: claimIdOf(code),
        body: JSON.stringify({ session: session.id, expires: ctx.now.ms + CLAIM_MS }),
      },
    ],
    audit: [{ role: 'applicant', action: 'draft.offer', subject: session.id }],
  };
};

/** A code that was shown to a group is good for nobody any more. */
export const burnClaim = (ctx: Context, { session, claim }: World): Reaction => ({
  session,
  notes: [line(ctx, 'claim.burnt')],
  ...(claim ? { claimed: claim.id } : {}),
});

const refused = { code: 'claim:refused', message: 'a draft code was refused' };

/**
 * The code arrived at another door: the draft moves here whole, and the first door is left without it and told so. A code
 * that is wrong, used or too old changes nothing, and counts against whoever sends it.
 */
export const takeClaim = (ctx: Context, world: World): Reaction => {
  const { session, claim } = world;
  if (isLockedOut(session, ctx.now.ms))
    return { session, notes: [line(ctx, 'claim.locked')], issues: [refused] };
  const from = claim?.session;
  const mine = hasDraft(session) || session.application !== null;
  if (
    !claim ||
    !from ||
    claim.expires < ctx.now.ms ||
    from.id === session.id ||
    !hasDraft(from) ||
    from.application !== null
  ) {
    const guessed = wrongCode(session, ctx.now.ms);
    return {
      session: guessed.session,
      notes: [line(ctx, guessed.locked ? 'claim.locked' : 'claim.bad')],
      issues: [refused],
      ...(guessed.locked ? { effects: [guessAlert(ctx, session)] } : {}),
      ...(claim && claim.expires < ctx.now.ms ? { claimed: claim.id } : {}),
    };
  }
  if (mine) return { session, notes: [line(ctx, 'claim.own')] };
  const moved: Session = {
    ...session,
    pack: from.pack,
    journey: 'idle',
    facts: from.facts,
    answers: from.answers,
    skipped: from.skipped,
    groups: from.groups,
    openGroups: from.openGroups,
    proposed: from.proposed,
    consent: from.consent,
    files: from.files,
    prompt: null,
    focus: null,
    paused: false,
  };
  const started = startForm(ctx, moved);
  return {
    ...started,
    notes: [line(ctx, 'claim.done'), ...(started.notes ?? [])],
    left: { ...newSession(from.id, from.address, from.actor, from.pack), turn: from.turn, seq: from.seq },
    claimed: claim.id,
    effects: [
      ...(started.effects ?? []),
      { kind: 'message', message: messageTo(from.address, ctx.mint('claimed'), [line(ctx, 'claim.left')]) },
    ],
    audit: [{ role: 'applicant', action: 'draft.claim', subject: session.id, from: from.id, to: session.id }],
  };
};
