import { chatKey } from '../../model/address.ts';
import { type Application, currentSnapshot, type Decision } from '../../model/application.ts';
import type { EventBody } from '../../model/event.ts';
import type { Issue, Result } from '../../model/issue.ts';
import type { Block } from '../../model/message.ts';
import { decides, needOf } from '../../model/review-verbs.ts';
import type { Roster, StaffBinding } from '../../model/staff.ts';
import type { Effect } from '../../model/turn.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line } from '../scene.ts';
import { clean, shorten } from '../text.ts';
import { type Act, decide } from './decide.ts';
import { doings, isDrafted, seatFor } from './desk.ts';
import { candidates, complete, generalReasons, reasonsFor, recordsOf } from './drafting.ts';
import { checkPress, seated } from './grants.ts';
import { barredBy, reassign } from './outcome.ts';
import { decidersOf, mayRead, stageOf } from './people.ts';
import { isHollow, REASON_LIMIT, readRecord } from './records.ts';
import { actBlocks, ownCard } from './tell.ts';

/** What an officer does at the desk. */
type DeskAct = Extract<EventBody, { kind: 'case' }>;
/** What a decision is made of. */
type Given = Pick<DeskAct, 'token' | 'reason' | 'fields' | 'records'>;
type Reason = NonNullable<DeskAct['reason']>;

/** The desk shows the case itself: nothing is said in the chat, and what was half asked there is dropped. */
const silently = (world: World, reaction: Reaction): Reaction => {
  const { notes: _notes, files: _files, toast: _toast, scene: _scene, ...rest } = reaction;
  return {
    ...rest,
    scene: 'nothing',
    session:
      world.session.decision === null ? rest.session : { ...rest.session, prompt: null, decision: null },
  };
};

const refused = (world: World, code: Issue['code'], message: string): Reaction => ({
  session: world.session,
  scene: 'nothing',
  issues: [{ code, message }],
});

/** Open a case: whoever sat down after the cards went out has buttons from now on. */
const open = (ctx: Context, world: World, known: Application, download: boolean): Reaction => {
  const application = seated(ctx, world.roster, known, world.session.actor);
  const seat = seatFor(ctx, world, application);
  return {
    session: { ...world.session, openCase: application.number },
    scene: 'nothing',
    ...(application === known ? {} : { applications: [application] }),
    audit: [
      {
        role: seat?.role ?? 'staff',
        action: download ? 'application.download' : 'application.view',
        subject: application.number,
      },
    ],
  };
};

/** A reason as it is kept, with the clause of a prepared one; null for one that says nothing. */
const reasonOf = (
  prepared: ReturnType<typeof generalReasons>,
  given: Reason,
): { readonly reason: string; readonly clause?: string } | null => {
  if ('prepared' in given) {
    const found = prepared.find(({ id }) => id === given.prepared);
    return found ? { reason: found.text, ...(found.clause ? { clause: found.clause } : {}) } : null;
  }
  const typed = clean(given.typed);
  return isHollow(typed) ? null : { reason: shorten(typed, REASON_LIMIT) };
};

const incomplete = (message: string): Result<never> => ({
  ok: false,
  issues: [{ code: 'review:act-incomplete', message }],
});

const returned = (ctx: Context, application: Application, given: Given): Result<Act> => {
  const asked = new Map(Object.entries(given.fields ?? {}));
  const fields: NonNullable<Decision['fields']> = {};
  // In the order of the form, whatever the order of ticking.
  for (const { field } of currentSnapshot(application).rows) {
    const why = asked.get(field);
    if (!why) continue;
    const reason = reasonOf(reasonsFor(ctx, field), why);
    if (!reason) return incomplete('a field was returned without a reason');
    fields[field] = reason;
    asked.delete(field);
  }
  if (asked.size > 0) return incomplete('a field was returned that is none of the case');
  const whole = given.reason && reasonOf(generalReasons(ctx), given.reason);
  if (given.reason && !whole) return incomplete('the reason for the whole says nothing');
  if (!whole && Object.keys(fields).length === 0) return incomplete('nothing was returned');
  return {
    ok: true,
    value: {
      verb: 'return',
      ...(Object.keys(fields).length > 0 ? { fields } : {}),
      ...(whole ? { reason: whole.reason } : {}),
    },
  };
};

const recorded = (
  ctx: Context,
  roster: Roster,
  application: Application,
  by: StaffBinding,
  given: Given,
): Result<Record<string, string>> => {
  const records: Record<string, string> = {};
  for (const record of recordsOf(ctx, roster, application, by)) {
    const typed = given.records?.[record.id] ?? '';
    const value = typed === '' ? null : readRecord(record, typed);
    if (value === null && (record.required || typed !== ''))
      return incomplete(`the stage wants ${record.id} recorded`);
    if (value !== null) records[record.id] = value;
  }
  return { ok: true, value: records };
};

/** The whole decision, or what it lacks. */
const actOf = (
  ctx: Context,
  roster: Roster,
  application: Application,
  by: StaffBinding,
  verb: Act['verb'],
  given: Given,
): Result<Act> => {
  switch (needOf(verb)) {
    case 'fields':
      return returned(ctx, application, given);
    case 'reason': {
      const why = given.reason && reasonOf(generalReasons(ctx), given.reason);
      return why
        ? { ok: true, value: { verb, reason: why.reason } }
        : incomplete('the decision needs a reason');
    }
    default: {
      const records = recorded(ctx, roster, application, by, given);
      if (!records.ok) return records;
      const some = Object.keys(records.value).length > 0;
      return { ok: true, value: { verb, ...(some ? { records: records.value } : {}) } };
    }
  }
};

/** The chat's card of whoever acted follows too, where no effect of the act brings it up to date. */
const withOwnCard = (
  ctx: Context,
  reaction: Reaction,
  before: Application,
  by: StaffBinding,
): readonly Effect[] => {
  const { scene } = reaction;
  const answer = typeof scene === 'object' ? scene.card : undefined;
  // The answer in chat is not given here, so nothing brings it up to date.
  const effects = (reaction.effects ?? []).filter(
    effect => effect.kind !== 'message' || answer === undefined || effect.message.card !== answer,
  );
  const after = reaction.applications?.find(({ number }) => number === before.number);
  const told = effects.some(
    effect => effect.kind === 'message' && chatKey(effect.message.to) === chatKey(by.address),
  );
  return told || !after ? effects : [...effects, ownCard(ctx, after, before, by)];
};

const act = (ctx: Context, world: World, application: Application, given: DeskAct): Reaction => {
  const { roster, session } = world;
  const checked = checkPress(ctx, roster, application, given.token ?? '', session.actor);
  if (!checked.ok)
    return refused(world, `review:press-${checked.refusal}`, 'a case button was refused at the desk');
  const { verb } = checked;
  const decider = decidersOf(ctx, roster, application).find(({ actor }) => actor === session.actor);
  const seat = decider ?? seatFor(ctx, world, application);
  const foreign = () => refused(world, 'review:press-foreign', 'a case button was refused at the desk');
  if (!seat) return foreign();
  const done = (reaction: Reaction): Reaction => ({
    ...silently(world, reaction),
    effects: withOwnCard(ctx, reaction, application, seat),
  });
  if (!isDrafted(verb)) return done(doings[verb](ctx, world, application, seat));
  if (!decider && barredBy(ctx, roster, application, session.actor))
    return refused(world, 'review:press-distinct', 'somebody who passed an earlier stage would decide again');
  if (!decider || (decides(verb) && !stageOf(ctx, application.stage).verbs.includes(verb))) return foreign();
  if (!decides(verb)) {
    const person = candidates(ctx, roster, application, verb, session.actor).find(
      ({ actor }) => actor === given.person,
    );
    return person
      ? done(reassign(ctx, world, application, decider, verb, person))
      : refused(world, 'review:act-incomplete', 'nobody who may be asked was named');
  }
  const whole = actOf(ctx, roster, application, decider, verb, given);
  return whole.ok
    ? done(complete(ctx, world, application, decider, whole.value))
    : { session, scene: 'nothing', issues: whole.issues };
};

/** Something done at the desk: the same rights, history, cards and messages as by the buttons in chat. */
export const takeAtDesk = (ctx: Context, world: World, given: DeskAct): Reaction => {
  const application = world.cases.get(given.number);
  if (!application || !mayRead(ctx, world.roster, application, world.session.actor))
    return refused(
      world,
      'review:case-not-readable',
      'a case was asked for that is not there for this person',
    );
  return given.token === undefined
    ? open(ctx, world, application, given.download === true)
    : act(ctx, world, application, given);
};

/** What the applicant would read of a decision, were it made now; null: it is not complete, or not this person's to make. */
export const previewAtDesk = (
  ctx: Context,
  roster: Roster,
  application: Application,
  actor: string,
  given: Given,
): readonly Block[] | null => {
  const checked = checkPress(ctx, roster, application, given.token ?? '', actor);
  const by = decidersOf(ctx, roster, application).find(binding => binding.actor === actor);
  if (!checked.ok || !by || !decides(checked.verb)) return null;
  const act = actOf(ctx, roster, application, by, checked.verb, given);
  if (!act.ok) return null;
  const { application: after, waiting } = decide(ctx, roster, application, by, act.value);
  return waiting > 0 ? [line(ctx, 'decide.waiting', { count: waiting })] : actBlocks(ctx, after);
};
