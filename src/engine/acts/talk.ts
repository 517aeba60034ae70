import type { PolicyAnswer } from '../../model/answer.ts';
import { noteOwner } from '../../model/note-owner.ts';
import type { Session } from '../../model/session.ts';
import type { Context, World } from '../context.ts';
import { masked } from '../masked.ts';
import type { Reaction } from '../reaction.ts';
import { replyBlocks } from '../reply.ts';
import { openTicket } from '../review/tickets.ts';
import { commandList } from '../review/verb-words.ts';
import { type Link, line, type Scene, text } from '../scene.ts';
import { checklistBlocks } from '../scenes/checklist.ts';
import { contactBlocks } from '../scenes/contacts.ts';
import { verdictLead, verdictScene } from '../scenes/eligibility.ts';
import { heardAllScene } from '../scenes/heard.ts';
import { hasDraft, menuScene, offerCheckScene, shortMenu } from '../scenes/menu.ts';
import { askedAgain, repairScene } from '../scenes/repair.ts';
import { isChecked, openFacts } from '../self-check.ts';
import { shorten } from '../text.ts';
import { say } from '../wording.ts';
import { askNext, takesFiles, waitingNotes } from './files.ts';
import { startForm } from './form.ts';
import { showProgress } from './progress.ts';

/** Characters of a notice's title on its button. */
const NOTICE_LABEL = 20;

/** In the middle of a journey the question comes back after the answer; outside, there are ways on. */
const inJourney = (session: Session): boolean =>
  session.journey !== 'idle' && !session.paused && session.prompt !== null;

const aside = (ctx: Context, session: Session, ways: readonly Link[]): Scene | 'next' => {
  if (!inJourney(session)) return { blocks: [], links: ways };
  // What waits for a yes before the result waits still: a question is no yes.
  return session.prompt?.asks.kind === 'heard-all' ? heardAllScene(ctx) : 'next';
};

export const goHome = (ctx: Context, session: Session, lead?: string): Reaction => {
  const home: Session = {
    ...session,
    journey: 'idle',
    focus: null,
    heard: [],
    paused: hasDraft(session),
    decision: null,
  };
  return { session: home, scene: menuScene(ctx, home, lead) };
};

/** Off for a while, outside the form: what was told is kept, and how to go on is said. */
export const takeLeave = (ctx: Context, session: Session): Reaction => {
  const checking = session.journey === 'eligibility';
  const away: Session = { ...session, paused: checking || hasDraft(session) };
  return {
    session: away,
    notes: [line(ctx, checking ? 'check.paused' : hasDraft(session) ? 'form.paused' : 'pause.idle')],
    scene: { blocks: [], links: [...(checking ? (['check'] as const) : []), 'contacts', 'human', 'home'] },
  };
};

export const showContacts = (ctx: Context, session: Session): Reaction => ({
  session,
  notes: [line(ctx, 'action.contacts'), ...contactBlocks(ctx, session)],
  scene: aside(ctx, session, ['check', 'apply', 'human', 'home']),
});

/** 有用 or 没用, under an answer: goes to the author's list with the question it was about. */
export const noteFeedback = (ctx: Context, session: Session, useful: boolean): Reaction => ({
  session,
  notes: [line(ctx, 'policy.thanks')],
  scene: aside(ctx, session, ['contacts', 'human', 'home']),
  effects:
    session.topic === null
      ? []
      : [
          {
            kind: 'note',
            list: 'feedback',
            id: ctx.mint('feedback'),
            body: JSON.stringify({
              at: ctx.now.ms,
              question: session.topic,
              useful,
              of: noteOwner(session.id),
            }),
          },
        ],
});

/** 切换通知: the notices this office serves. */
export const showNotices = (ctx: Context, session: Session): Reaction => ({
  session,
  scene: {
    blocks: [
      line(ctx, 'menu.whichNotice'),
      ...ctx.notices.map((notice, index) => text(`${index + 1}．${notice.title}`)),
    ],
    buttons: ctx.notices.map((notice, index) => ({
      token: notice.token,
      label: shorten(`${index + 1}．${notice.title}`, NOTICE_LABEL),
    })),
    links: ['home'],
  },
});

/** The papers; files whose purpose is not known yet are asked about where there is a draft to file them in. */
export const showList = (ctx: Context, session: Session): Reaction => {
  const notes = checklistBlocks(ctx, session);
  return session.pendingFiles.length > 0 && takesFiles(session)
    ? askNext(ctx, session, [...notes, ...waitingNotes(ctx, session)])
    : {
        session,
        notes: [...notes, ...waitingNotes(ctx, session)],
        scene: aside(ctx, session, ['check', 'apply', 'contacts', 'home']),
      };
};

export const showHelp = (ctx: Context, session: Session, isStaff: boolean): Reaction => ({
  session,
  notes: [
    ...(isStaff ? [line(ctx, 'staff.help', { commands: commandList(ctx) })] : []),
    line(ctx, 'help.text'),
  ],
  scene: inJourney(session) ? 'next' : shortMenu(session, []),
});

export const askHow = (ctx: Context, session: Session): Reaction => ({
  session: { ...session, journey: 'idle', paused: hasDraft(session) },
  notes: [line(ctx, 'menu.askHow')],
  scene: { blocks: [], links: ['contacts', 'human', 'home'] },
});

/** A question or wish in the person's own words. */
export const answerQuestion = (
  ctx: Context,
  world: World,
  answer: PolicyAnswer,
  question: string,
): Reaction => {
  const topic = answer.context === null ? null : masked(ctx, answer.context);
  const session: Session = { ...world.session, topic };
  switch (answer.kind) {
    case 'action':
      return act(ctx, { ...world, session }, answer, question);
    case 'smalltalk':
      if (inJourney(session)) {
        const asks = session.prompt?.asks.kind;
        // A page that was fine is not printed again because of a word that was not.
        if (asks === 'fact' || asks === 'field')
          return { session, notes: replyBlocks(answer, ctx.pack, ctx.now.date) };
        return answer.tone === 'noise' || answer.tone === 'off-topic'
          ? { session, misread: true, scene: repairScene(ctx, session) }
          : { session, notes: replyBlocks(answer, ctx.pack, ctx.now.date), scene: askedAgain(session) };
      }
      return answer.tone === 'greeting' || answer.tone === null
        ? { session, scene: menuScene(ctx, session) }
        : {
            session,
            notes: replyBlocks(answer, ctx.pack, ctx.now.date),
            scene: shortMenu(session, [line(ctx, 'menu.choose')]),
          };
    case 'answer':
    case 'silent':
      return {
        session,
        notes: [
          ...replyBlocks(answer, ctx.pack, ctx.now.date),
          ...(inJourney(session) ? [line(ctx, 'policy.back')] : []),
        ],
        scene: aside(ctx, session, [
          ...(answer.offerCheck ? (['check'] as const) : []),
          'useful',
          'useless',
          'contacts',
          'human',
          'home',
        ]),
        effects:
          answer.kind === 'silent'
            ? [
                {
                  kind: 'note',
                  list: 'unanswered',
                  id: ctx.mint('unanswered'),
                  body: JSON.stringify({
                    at: ctx.now.ms,
                    question: masked(ctx, question.slice(0, 300)),
                    topic: answer.topic,
                    of: noteOwner(session.id),
                  }),
                },
              ]
            : [],
      };
    default:
      return answer.kind satisfies never;
  }
};

const act = (ctx: Context, world: World, answer: PolicyAnswer, question: string): Reaction => {
  const { session } = world;
  switch (answer.action) {
    case 'eligibility':
      // Inside the form the self-check is behind: what it said, and on.
      if (inJourney(session) && session.journey === 'form' && openFacts(ctx, session).length === 0)
        return { session, notes: [verdictLead(ctx, session)] };
      if (inJourney(session) && session.journey === 'eligibility')
        return openFacts(ctx, session).length === 0
          ? { session }
          : { session, notes: [line(ctx, 'check.answerFirst')] };
      // Who has been told the result asks for it again, not for another test.
      return isChecked(ctx, session)
        ? { session, scene: verdictScene(ctx, session) }
        : { session, scene: offerCheckScene(ctx, session) };
    case 'apply':
      return startForm(ctx, session);
    case 'progress':
      return showProgress(ctx, world);
    case 'human':
      return openTicket(ctx, world, question);
    case 'contacts':
      return showContacts(ctx, session);
    case null:
      return goHome(ctx, session, say(ctx.pack, 'menu.unclear'));
    default:
      return answer.action satisfies never;
  }
};
