import type { MeaningOf } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import { newApplication } from '../application.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { notifySubmission } from '../review/notify.ts';
import { factScene } from '../scenes/eligibility.ts';
import { obstacles } from '../scenes/obstacles.ts';
import { commitScene, receiptScene, stopScene } from '../scenes/submit.ts';
import { nextStep } from '../walk.ts';
import { say } from '../wording.ts';
import { startForm } from './form.ts';

/** 提交, or 核对无误: what still stands in the way, else the commitments. */
export const askSubmit = (ctx: Context, session: Session): Reaction => {
  if (session.journey !== 'form') return startForm(ctx, session);
  if (nextStep(ctx.pack.form, session).kind !== 'done' || Object.keys(session.proposed).length > 0)
    return { session };
  const found = obstacles(ctx, session);
  return { session, scene: found.length > 0 ? stopScene(ctx, found) : commitScene(ctx) };
};

/** The way past an obstacle. */
export const passObstacle = (ctx: Context, session: Session, way: MeaningOf<'stop'>): Reaction => {
  switch (way.kind) {
    case 'check':
      return { session: { ...session, journey: 'eligibility' } };
    case 'fill':
      // Everything put aside comes up again, one after the other.
      return { session: { ...session, skipped: [] } };
    case 'settle': {
      const fact = ctx.pack.eligibility.facts.find(({ id }) => id === way.fact);
      return fact ? { session, scene: factScene(ctx, session, fact) } : { session };
    }
    case 'review':
      return { session };
    default:
      return way satisfies never;
  }
};

/** The press that submits. The deadline and everything else is checked again: time has passed since the page. */
export const submit = (ctx: Context, world: World, sure: boolean): Reaction => {
  const { session } = world;
  if (!sure) return { session };
  const found = obstacles(ctx, session);
  if (found.length > 0) return { session, scene: stopScene(ctx, found) };
  const counter = world.counter + 1;
  const application = newApplication(ctx, session, counter);
  const notice = notifySubmission(ctx, world.roster, application);
  return {
    session: { ...session, journey: 'idle', application: application.number, focus: null, undo: null },
    scene: receiptScene(ctx, notice.application),
    applications: [notice.application],
    counter,
    effects: notice.effects,
    audit: [
      {
        role: 'applicant',
        action: 'application.submit',
        subject: application.number,
        to: application.stage,
        hash: application.snapshots[0]!.digest,
      },
    ],
    toast: say(ctx.pack, 'submit.done'),
  };
};
