import { type Application, currentSnapshot } from '../../model/application.ts';
import type { PromptOption } from '../../model/prompt.ts';
import type { DecisionDraft, Session } from '../../model/session.ts';
import type { StaffBinding } from '../../model/staff.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { rows, type Scene, text } from '../scene.ts';
import { shorten } from '../text.ts';
import { say } from '../wording.ts';
import { verbLabel } from './cards.ts';
import { type Act, decide } from './decide.ts';
import { decidedReaction, reassign, refuse } from './outcome.ts';
import { decidersOf, seatsOf, stageOf } from './people.ts';

/** Longest reason or record, in characters; our own cap, to fit every platform's card. */
const REASON_LIMIT = 500;
const LABEL_LIMIT = 20;

type Verb = DecisionDraft['verb'];

/** Begin a decision. What needs no words is done at once; everything else asks first. */
export const beginDecision = (
  ctx: Context,
  world: World,
  application: Application,
  by: StaffBinding,
  verb: Verb,
): Reaction => {
  const decision: DecisionDraft = {
    number: application.number,
    version: application.version,
    verb,
    records: {},
    fields: {},
    field: null,
  };
  const session: Session = { ...world.session, decision };
  return next(ctx, { ...world, session }, application, by);
};

const cancelOption = (ctx: Context): PromptOption => ({
  value: '@cancel',
  label: say(ctx.pack, 'decide.cancel'),
});

/** The next thing to ask of a decision in the making, or its completion. */
const next = (ctx: Context, world: World, application: Application, by: StaffBinding): Reaction => {
  const decision = world.session.decision!;
  switch (decision.verb) {
    case 'pass': {
      const record = stageOf(ctx, application.stage).records.find(
        ({ id, required }) => required && !(id in decision.records),
      );
      if (!record) return complete(ctx, world, application, by, { verb: 'pass', records: decision.records });
      return ask(world.session, {
        blocks: [text(say(ctx.pack, 'decide.record', { label: record.label }))],
        question: { asks: `decide:record.${record.id}`, options: [cancelOption(ctx)] },
      });
    }
    case 'return':
      return ask(
        world.session,
        decision.field === null
          ? pickScene(ctx, application, decision)
          : reasonScene(ctx, application, decision),
      );
    case 'reject':
      return ask(world.session, generalReasonScene(ctx));
    case 'transfer':
    case 'cosign':
      return ask(world.session, personScene(ctx, world, application, decision));
    default:
      return decision.verb satisfies never;
  }
};

const ask = (session: Session, scene: Scene): Reaction => ({ session, scene });

const pickScene = (ctx: Context, application: Application, decision: DecisionDraft): Scene => {
  const all = currentSnapshot(application).rows;
  const picked = all.filter(row => row.field in decision.fields);
  return {
    blocks: [
      text(say(ctx.pack, 'decide.pickField')),
      ...(picked.length > 0
        ? [rows(picked.map(row => [row.label, decision.fields[row.field]!.reason]))]
        : []),
    ],
    question: {
      asks: 'decide:field',
      options: [
        ...(picked.length > 0
          ? [{ value: '@done', label: say(ctx.pack, 'decide.pickDone'), style: 'primary' as const }]
          : []),
        ...all
          .filter(row => !(row.field in decision.fields))
          .map(row => ({ value: row.field, label: shorten(row.label, LABEL_LIMIT) })),
        cancelOption(ctx),
      ],
    },
  };
};

/** Prepared reasons for a field; those of a group's field are written `group.field`. */
const reasonsFor = (ctx: Context, field: string) => {
  const plain = field.replace(/\.\d+\./, '.');
  const { reasons } = ctx.pack.review;
  const own = reasons.filter(({ fields }) => fields.includes(plain));
  return own.length > 0 ? own : reasons.filter(({ fields }) => fields.length === 0);
};

const reasonScene = (ctx: Context, application: Application, decision: DecisionDraft): Scene => {
  const label = currentSnapshot(application).rows.find(row => row.field === decision.field)?.label ?? '';
  const reasons = reasonsFor(ctx, decision.field ?? '');
  return {
    blocks: [
      text(say(ctx.pack, 'decide.reasonFor', { label })),
      ...reasons.map((reason, index) => text(`${index + 1}．${reason.text}`)),
    ],
    question: {
      asks: 'decide:reason',
      options: [
        ...reasons.map((reason, index) => ({
          value: reason.id,
          label: shorten(`${index + 1}．${reason.text}`, LABEL_LIMIT),
        })),
        cancelOption(ctx),
      ],
    },
  };
};

const generalReasonScene = (ctx: Context): Scene => {
  const reasons = ctx.pack.review.reasons.filter(({ fields }) => fields.length === 0);
  return {
    blocks: [
      text(say(ctx.pack, 'decide.reason')),
      ...reasons.map((reason, index) => text(`${index + 1}．${reason.text}`)),
    ],
    question: {
      asks: 'decide:reason',
      options: [
        ...reasons.map((reason, index) => ({
          value: reason.id,
          label: shorten(`${index + 1}．${reason.text}`, LABEL_LIMIT),
        })),
        cancelOption(ctx),
      ],
    },
  };
};

const personScene = (
  ctx: Context,
  world: World,
  application: Application,
  decision: DecisionDraft,
): Scene => {
  const taken = new Set([world.session.actor, ...application.cosigners]);
  const people = new Map(
    world.roster.staff
      .filter(
        ({ status, role, actor }) =>
          status === 'active' && role !== 'contact' && role !== 'operator' && !taken.has(actor),
      )
      .map(binding => [binding.actor, binding]),
  );
  const names = new Map(ctx.pack.contacts.sections.map(({ id, name }) => [id, name]));
  return {
    blocks: [
      text(
        people.size === 0
          ? say(ctx.pack, 'decide.nobody')
          : say(ctx.pack, 'decide.person', { verb: say(ctx.pack, `verb.${decision.verb}`) }),
      ),
    ],
    question: {
      asks: 'decide:person',
      options: [
        ...[...people.values()].map(({ actor, name, section }) => ({
          value: actor,
          label: shorten(`${name}（${names.get(section) ?? section}）`, LABEL_LIMIT),
        })),
        cancelOption(ctx),
      ],
    },
  };
};

/** An option or a typed text for the decision in the making. */
export const continueDecision = (
  ctx: Context,
  world: World,
  asks: string,
  value: string,
  typed: boolean,
): Reaction => {
  const { decision } = world.session;
  const application = decision ? world.cases.get(decision.number) : undefined;
  if (!decision || !application) return refuse(ctx, world, 'unknown');
  if (!typed && value === '@cancel') {
    return {
      session: { ...world.session, decision: null },
      notes: [text(say(ctx.pack, 'decide.cancelled'))],
      scene: { blocks: [] },
    };
  }
  const by = decidersOf(ctx, world.roster, application).find(({ actor }) => actor === world.session.actor);
  if (!by || decision.version !== application.version) {
    return refuse(
      ctx,
      { ...world, session: { ...world.session, decision: null } },
      by ? 'stale' : 'foreign',
      application,
    );
  }
  const again = (changed: Partial<DecisionDraft>): Reaction =>
    next(
      ctx,
      { ...world, session: { ...world.session, decision: { ...decision, ...changed } } },
      application,
      by,
    );
  const said = shorten(value, REASON_LIMIT);
  if (asks.startsWith('decide:record.')) {
    return again({ records: { ...decision.records, [asks.slice('decide:record.'.length)]: said } });
  }
  switch (asks) {
    case 'decide:field':
      if (!typed && value === '@done') return finishReturn(ctx, world, application, by);
      if (typed) return wholeReturn(ctx, world, application, by, said);
      return again({ field: value });
    case 'decide:reason': {
      const prepared = typed ? undefined : ctx.pack.review.reasons.find(({ id }) => id === value);
      const reason = prepared?.text ?? said;
      if (decision.verb === 'return' && decision.field !== null) {
        const entry = { reason, ...(prepared?.clause ? { clause: prepared.clause } : {}) };
        return again({ fields: { ...decision.fields, [decision.field]: entry }, field: null });
      }
      return {
        session: { ...world.session, decision: { ...decision, records: { reason } } },
        scene: confirmScene(ctx, application, reason),
      };
    }
    case 'decide:confirm':
      return value === 'yes'
        ? complete(ctx, world, application, by, { verb: 'reject', reason: decision.records.reason ?? '' })
        : again({ records: {} });
    case 'decide:person': {
      const person = seatsOf(world.roster, value)[0];
      if (!person || decision.verb === 'pass' || decision.verb === 'return' || decision.verb === 'reject')
        return again({});
      return reassign(ctx, world, application, by, decision.verb, person);
    }
    default:
      throw new Error(`nothing asks ${asks}`);
  }
};

const confirmScene = (ctx: Context, application: Application, reason: string): Scene => {
  const verb = verbLabel(ctx, application.stage, 'reject');
  return {
    blocks: [
      text(say(ctx.pack, 'decide.confirmReject', { number: application.number, verb })),
      rows([[verb, reason]]),
    ],
    question: {
      asks: 'decide:confirm',
      options: [
        { value: 'yes', label: say(ctx.pack, 'decide.confirm'), style: 'danger' },
        { value: '@cancel', label: say(ctx.pack, 'decide.cancel') },
      ],
    },
  };
};

const finishReturn = (ctx: Context, world: World, application: Application, by: StaffBinding): Reaction => {
  const { fields } = world.session.decision!;
  return Object.keys(fields).length === 0
    ? {
        session: world.session,
        notes: [text(say(ctx.pack, 'decide.needField'))],
        scene: pickScene(ctx, application, world.session.decision!),
      }
    : complete(ctx, world, application, by, { verb: 'return', fields });
};

/** A typed sentence instead of picked fields: returned as a whole, for that reason. */
const wholeReturn = (
  ctx: Context,
  world: World,
  application: Application,
  by: StaffBinding,
  reason: string,
): Reaction =>
  complete(ctx, world, application, by, { verb: 'return', fields: world.session.decision!.fields, reason });

/** The decision is complete. */
export const complete = (
  ctx: Context,
  world: World,
  application: Application,
  by: StaffBinding,
  act: Act,
): Reaction =>
  decidedReaction(
    ctx,
    world,
    application,
    by,
    act.verb,
    decide(ctx, world.roster, application, by, act),
    act.reason,
  );
