import type { Session } from '../../model/session.ts';
import { newSession } from '../../model/session.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line } from '../scene.ts';
import { shortMenu } from '../scenes/menu.ts';
import { answerBlocks } from '../scenes/review-page.ts';
import { blankWork, numbersOf, workOf } from '../shelved.ts';
import { say } from '../wording.ts';

/** 导出我的资料: everything kept about the person, as a file and on the screen. */
export const exportMine = (ctx: Context, world: World): Reaction => {
  const { session } = world;
  const submitted = numbersOf(session).flatMap(number => world.cases.get(number)?.snapshots ?? []);
  const { undo: _undo, prompt: _prompt, ...kept } = session;
  return {
    session,
    notes: [line(ctx, 'privacy.exported'), ...answerBlocks(ctx, session)],
    scene: {
      blocks: [],
      files: [
        {
          kind: 'rendered',
          render: 'export',
          name: say(ctx.pack, 'privacy.file'),
          data: JSON.parse(JSON.stringify({ session: kept, application: submitted })),
        },
      ],
      links: ['home'],
    },
    audit: [{ role: 'applicant', action: 'privacy.export', subject: session.id }],
  };
};

export const askForget = (ctx: Context, session: Session): Reaction => ({
  session,
  scene: {
    blocks: [
      line(ctx, 'privacy.deleteAsk'),
      ...numbersOf(session).map(number => line(ctx, 'privacy.deleteSubmitted', { number })),
    ],
    question: {
      asks: { kind: 'forget' },
      options: [
        { means: { kind: 'yes' }, label: say(ctx.pack, 'privacy.deleteYes'), style: 'danger' },
        { means: { kind: 'no' }, label: say(ctx.pack, 'privacy.deleteNo') },
      ],
    },
  },
});

/** Drafts, facts and files go; a submitted application is the office's record and stays, and the person is told so. */
export const forget = (ctx: Context, session: Session, sure: boolean): Reaction => {
  if (!sure) return { session, notes: [line(ctx, 'privacy.kept')] };
  const blank: Session = {
    ...newSession(session.id, session.address, session.actor, session.pack),
    turn: session.turn,
    application: session.application,
    shelved: session.shelved.flatMap(({ application }) =>
      application === null ? [] : [{ ...blankWork, application }],
    ),
    seq: session.seq,
  };
  const files = [workOf(session), ...session.shelved]
    .filter(({ application }) => application === null)
    .flatMap(work => Object.values(work.files).flat())
    .map(({ id }) => id);
  return {
    session: blank,
    forgotten: true,
    notes: [line(ctx, 'privacy.deleted')],
    scene: shortMenu(blank, []),
    effects: [{ kind: 'forget', session: session.id, files }],
    audit: [{ role: 'applicant', action: 'privacy.delete', subject: session.id }],
  };
};
