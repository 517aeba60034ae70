import type { Ask, AskKind, AskOf, Meaning, MeaningOf, WordyKind } from '../model/prompt.ts';
import type { Session } from '../model/session.ts';
import { answerPlace } from './acts/answers.ts';
import { answerBulk } from './acts/bulk.ts';
import { changeMenu, changeSection } from './acts/change.ts';
import { answerConsent } from './acts/consent.ts';
import { backInCheck, recordFact, startCheck } from './acts/eligibility.ts';
import { fileFor, fileInstead, offerWaiting } from './acts/files.ts';
import * as form from './acts/form.ts';
import { answerGroup, dropEntry } from './acts/groups.ts';
import { askAnother, openMine, startAnother } from './acts/mine.ts';
import { forget } from './acts/privacy.ts';
import { joinBack, takeApart } from './acts/prose.ts';
import { amendCheck, answerFactByText, askAgain, settleHeard } from './acts/statement.ts';
import { askSubmit, passObstacle, submit } from './acts/submit.ts';
import { goHome } from './acts/talk.ts';
import type { Context, World } from './context.ts';
import type { Reaction } from './reaction.ts';
import { fieldDone, resubmit, withdraw } from './review/correction.ts';
import { continueDecision } from './review/drafting.ts';
import { replyToTicket } from './review/tickets.ts';
import { line } from './scene.ts';
import { purposeIn } from './scenes/file-purpose.ts';
import { reviewPage } from './scenes/review-page.ts';
import { placeOf } from './walk.ts';

/** What an answer to a prompt of this kind does. Kinds that take no words have no `write`. */
type Answering<Kind extends AskKind> = {
  readonly choose: (ctx: Context, world: World, asks: AskOf<Kind>, means: MeaningOf<Kind>) => Reaction;
} & (Kind extends WordyKind
  ? { readonly write: (ctx: Context, world: World, asks: AskOf<Kind>, typed: string) => Reaction }
  : unknown);

/** In a correction, fields that took their new value are gone through. */
export const settled = (reaction: Reaction): Reaction => ({
  ...reaction,
  session: (reaction.accepted ?? []).reduce(fieldDone, reaction.session),
});

const answerField = (
  ctx: Context,
  session: Session,
  field: string,
  value: string,
  confirmed: boolean,
): Reaction => {
  const place = placeOf(ctx.pack.form, session, field);
  return place ? settled(answerPlace(ctx, session, place, value, confirmed)) : { session };
};

const skipField = (ctx: Context, session: Session, field: string): Reaction =>
  session.journey === 'returned'
    ? {
        session: fieldDone({ ...session, focus: null }, field),
        notes: [line(ctx, 'form.kept')],
      }
    : form.skip(ctx, session);

/** 有没有 and 还有吗. */
const group: Answering<'group' | 'more'> = {
  choose: (ctx, { session }, asks, means) => {
    switch (means.kind) {
      case 'back':
        return form.back(ctx, session);
      case 'pause':
        return form.pause(ctx, session);
      case 'yes':
      case 'no':
        return answerGroup(ctx, session, asks.group, means.kind === 'yes');
      case 'apart':
        return takeApart(ctx, session, asks);
      case 'join':
        return joinBack(ctx, session);
      default:
        return means satisfies never;
    }
  },
};

const decision = {
  choose: (
    ctx: Context,
    world: World,
    asks: Parameters<typeof continueDecision>[2],
    means: Parameters<typeof continueDecision>[3],
  ) => continueDecision(ctx, world, asks, means),
  write: (ctx: Context, world: World, asks: Parameters<typeof continueDecision>[2], typed: string) =>
    continueDecision(ctx, world, asks, { kind: 'typed', text: typed }),
};

/** Every kind of prompt, and how it is answered: by an option, and by words where it takes any. */
const prompts: { readonly [Kind in AskKind]: Answering<Kind> } = {
  fact: {
    choose: (ctx, { session }, { fact }, means) =>
      means.kind === 'back'
        ? session.journey === 'form'
          ? form.back(ctx, session)
          : backInCheck(session)
        : recordFact(ctx, session, fact, means.value),
    write: (ctx, { session }, { fact }, typed) => answerFactByText(ctx, session, fact, typed),
  },
  field: {
    choose: (ctx, { session }, { field }, means) => {
      switch (means.kind) {
        case 'value':
          return answerField(ctx, session, field, means.value, true);
        case 'apart':
          return settled(takeApart(ctx, session, { kind: 'field', field }));
        case 'join':
          return settled(joinBack(ctx, session));
        case 'back':
          return form.back(ctx, session);
        case 'skip':
          return skipField(ctx, session, field);
        case 'pause':
          return form.pause(ctx, session);
        default:
          return means satisfies never;
      }
    },
    write: (ctx, { session }, { field }, typed) => answerField(ctx, session, field, typed, false),
  },
  group,
  more: group,
  manage: {
    choose: (ctx, { session }, asks, means) => {
      switch (means.kind) {
        case 'add':
          return answerGroup(ctx, session, asks.group, true);
        case 'edit':
          return changeSection(ctx, session, {
            kind: 'section',
            section: asks.group,
            entry: means.entry,
          });
        case 'drop':
          return dropEntry(ctx, session, asks.group, means.entry);
        case 'back':
          return { session };
        default:
          return means satisfies never;
      }
    },
  },
  offer: {
    choose: (ctx, { session }, _asks, { kind }) =>
      kind === 'yes' ? startCheck(session) : goHome(ctx, session),
  },
  consent: {
    choose: (ctx, { session }, _asks, { kind }) =>
      offerWaiting(ctx, answerConsent(ctx, session, kind === 'yes')),
  },
  bulk: {
    choose: (ctx, { session }, _asks, { kind }) => {
      const answered = answerBulk(ctx, session, kind === 'yes');
      return kind === 'yes'
        ? { ...answered, session: { ...answered.session, readFile: null } }
        : fileInstead(ctx, answered.session, answered.notes ?? []);
    },
  },
  review: {
    choose: (ctx, { session }, asks, { kind }) => {
      switch (kind) {
        case 'yes':
          return askSubmit(ctx, session);
        case 'apart':
          return takeApart(ctx, session, asks);
        case 'join':
          return joinBack(ctx, session);
        case 'change':
          return changeMenu(ctx, session);
        case 'review':
          return { session, scene: reviewPage(ctx, session) };
        case 'pause':
          return form.pause(ctx, session);
        default:
          return kind satisfies never;
      }
    },
  },
  'change-section': {
    choose: (ctx, { session }, _asks, means) =>
      means.kind === 'back' ? { session } : changeSection(ctx, session, means),
  },
  'change-field': {
    choose: (ctx, { session }, _asks, means) => {
      if (means.kind === 'back') return { session };
      return means.value === undefined
        ? { session: { ...session, focus: means.field } }
        : answerField(ctx, session, means.field, means.value, true);
    },
  },
  stop: { choose: (ctx, { session }, _asks, means) => passObstacle(ctx, session, means) },
  commit: { choose: (ctx, world, _asks, { kind }) => submit(ctx, world, kind === 'yes') },
  restart: { choose: (ctx, { session }, _asks, { kind }) => form.restart(ctx, session, kind === 'yes') },
  forget: { choose: (ctx, { session }, _asks, { kind }) => forget(ctx, session, kind === 'yes') },
  file: {
    choose: (ctx, { session }, _asks, means) => fileFor(ctx, session, means),
    write: (ctx, { session }, _asks, typed) => {
      const purpose = purposeIn(ctx, session, typed);
      return purpose ? fileFor(ctx, session, purpose.means, purpose.all) : { session };
    },
  },
  resubmit: {
    choose: (ctx, world, _asks, { kind }) => {
      switch (kind) {
        case 'yes':
          return resubmit(ctx, world);
        case 'change':
          return changeMenu(ctx, world.session);
        case 'pause':
          return form.pause(ctx, world.session);
        default:
          return kind satisfies never;
      }
    },
  },
  heard: {
    choose: (ctx, { session }, _asks, { kind }) => settleHeard(ctx, session, kind === 'yes'),
  },
  'heard-all': {
    choose: (ctx, { session }, _asks, { kind }) => (kind === 'yes' ? { session } : amendCheck(ctx, session)),
  },
  amend: {
    choose: (ctx, { session }, _asks, means) =>
      means.kind === 'back' ? { session } : askAgain(ctx, session, means.fact),
  },
  mine: {
    choose: (ctx, world, _asks, means) => {
      switch (means.kind) {
        case 'edit':
          return openMine(ctx, world, means.entry);
        case 'add':
          return askAnother(ctx, world.session);
        case 'back':
          return { session: world.session };
        default:
          return means satisfies never;
      }
    },
  },
  another: {
    choose: (ctx, { session }, _asks, { kind }) => startAnother(ctx, session, kind === 'yes'),
  },
  withdraw: { choose: (ctx, world, _asks, { kind }) => withdraw(ctx, world, kind === 'yes') },
  'decide-record': decision,
  'decide-field': decision,
  'decide-reason': decision,
  'decide-person': decision,
  'decide-confirm': decision,
  ticket: {
    choose: (ctx, { session }) => ({
      session,
      notes: [line(ctx, 'decide.cancelled')],
      scene: { blocks: [] },
    }),
    write: (ctx, world, { ticket }, typed) => replyToTicket(ctx, world, ticket, typed),
  },
};

/** An option of the open prompt was chosen. A prompt holds only options of its own kind (model/prompt.ts). */
export const choose = (ctx: Context, world: World, asks: Ask, means: Meaning): Reaction =>
  (prompts[asks.kind] as Answering<AskKind>).choose(ctx, world, asks as never, means as never);

/** The open prompt was answered in words. */
export const write = (ctx: Context, world: World, asks: AskOf<WordyKind>, typed: string): Reaction =>
  (prompts[asks.kind] as Answering<WordyKind>).write(ctx, world, asks as never, typed);
