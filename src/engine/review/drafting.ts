import type { Application } from '../../model/application.ts';
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
import { decidersOf, mainPeople, stageOf, uniquePeople } from './people.ts';
import { fieldsNamed, namedRows, REASON_LIMIT } from './typed-return.ts';

const LABEL_LIMIT = 24;
/** How much of a long answer is shown above the question for a reason. */
const SHOWN_LIMIT = 200;

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
      // Who was asked to sign in addition keeps no records of the stage.
      const main = mainPeople(ctx, world.roster, application).some(({ actor }) => actor === by.actor);
      const record = stageOf(ctx, application.stage).records.find(
        ({ id }) => main && !(id in decision.records),
      );
      if (!record) {
        const filled = Object.entries(decision.records).filter(([, value]) => value !== '');
        return complete(ctx, world, application, by, {
          verb: 'pass',
          ...(filled.length > 0 ? { records: Object.fromEntries(filled) } : {}),
        });
      }
      const { label, required } = record;
      return ask(world.session, {
        blocks: [text(say(ctx.pack, required ? 'decide.record' : 'decide.recordOptional', { label }))],
        question: {
          asks: `decide:record.${record.id}`,
          options: [
            ...(required ? [] : [{ value: '@none', label: say(ctx.pack, 'decide.noRecord') }]),
            cancelOption(ctx),
          ],
        },
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
  const all = namedRows(ctx, application);
  const picked = all.filter(row => row.field in decision.fields);
  return {
    blocks: [
      text(say(ctx.pack, picked.length > 0 ? 'decide.pickMore' : 'decide.pickField')),
      ...(picked.length > 0 ? [rows(picked.map(row => [row.name, decision.fields[row.field]!.reason]))] : []),
    ],
    question: {
      asks: 'decide:field',
      options: [
        ...(picked.length > 0
          ? [{ value: '=done', label: say(ctx.pack, 'decide.pickDone'), style: 'primary' as const }]
          : []),
        ...all
          .filter(row => !(row.field in decision.fields))
          .map(row => ({ value: row.field, label: shorten(row.name, LABEL_LIMIT) })),
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
  const row = namedRows(ctx, application).find(({ field }) => field === decision.field);
  const reasons = reasonsFor(ctx, decision.field ?? '');
  return {
    blocks: [
      text(say(ctx.pack, 'decide.reasonFor', { label: row?.name ?? '' })),
      ...(row ? [rows([[say(ctx.pack, 'decide.filled'), shorten(row.value, SHOWN_LIMIT)]])] : []),
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

/** Who may be asked: whoever decides in this office, except oneself, the applicant and those asked already. */
const candidates = (world: World, application: Application, verb: Verb): StaffBinding[] => {
  const taken = new Set([
    world.session.actor,
    application.applicant.actor,
    ...application.cosigners,
    ...(verb === 'transfer' ? application.assignees : []),
  ]);
  return uniquePeople(
    world.roster.staff.filter(
      ({ status, role, actor, address }) =>
        status === 'active' &&
        address.kind === 'private' &&
        role !== 'contact' &&
        role !== 'operator' &&
        !taken.has(actor),
    ),
  );
};

const personScene = (
  ctx: Context,
  world: World,
  application: Application,
  decision: DecisionDraft,
): Scene => {
  const people = candidates(world, application, decision.verb);
  const names = new Map(ctx.pack.contacts.sections.map(({ id, name }) => [id, name]));
  return {
    blocks: [
      text(
        people.length === 0
          ? say(ctx.pack, 'decide.nobody')
          : say(ctx.pack, 'decide.person', { verb: say(ctx.pack, `verb.${decision.verb}`) }),
      ),
    ],
    question: {
      asks: 'decide:person',
      options: [
        ...people.map(({ actor, name, section }) => ({
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
    const given = !typed && value === '@none' ? '' : said;
    return again({ records: { ...decision.records, [asks.slice('decide:record.'.length)]: given } });
  }
  switch (asks) {
    case 'decide:field':
      if (!typed && value === '=done') return finishReturn(ctx, world, application, by);
      return typed ? typedField(ctx, world, application, said, again) : again({ field: value });
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
      return value === 'yes' && (decision.verb === 'reject' || decision.verb === 'return')
        ? complete(ctx, world, application, by, {
            verb: decision.verb,
            reason: decision.records.reason ?? '',
          })
        : again({ records: {} });
    case 'decide:person': {
      const person = candidates(world, application, decision.verb).find(({ actor }) => actor === value);
      if (!person || decision.verb === 'pass' || decision.verb === 'return' || decision.verb === 'reject')
        return again({});
      return reassign(ctx, world, application, by, decision.verb, person);
    }
    default:
      throw new Error(`nothing asks ${asks}`);
  }
};

const confirmScene = (
  ctx: Context,
  application: Application,
  reason: string,
  kind: 'reject' | 'return' = 'reject',
): Scene => {
  const { number } = application;
  return {
    blocks: [
      text(
        kind === 'reject'
          ? say(ctx.pack, 'decide.confirmReject', { number, verb: verbLabel(ctx, application.stage, kind) })
          : say(ctx.pack, 'decide.confirmReturn', { number }),
      ),
      rows([[say(ctx.pack, 'case.reason'), reason]]),
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

/** Typed instead of picked: the name of a field, or a reason for the application as a whole, which is asked about. */
const typedField = (
  ctx: Context,
  world: World,
  application: Application,
  said: string,
  again: (changed: Partial<DecisionDraft>) => Reaction,
): Reaction => {
  const decision = world.session.decision!;
  const named = fieldsNamed(ctx, application, said);
  if (named.length === 1) return again({ field: named[0]!.field });
  if (named.length > 1) {
    return ask(world.session, {
      blocks: [text(say(ctx.pack, 'decide.which', { label: named[0]!.label }))],
      question: {
        asks: 'decide:field',
        options: [
          ...named.map(row => ({ value: row.field, label: shorten(row.name, LABEL_LIMIT) })),
          cancelOption(ctx),
        ],
      },
    });
  }
  if (Object.keys(decision.fields).length > 0) {
    const scene = pickScene(ctx, application, decision);
    return ask(world.session, {
      ...scene,
      blocks: [text(say(ctx.pack, 'decide.notAField')), ...scene.blocks],
    });
  }
  return {
    session: { ...world.session, decision: { ...decision, records: { reason: said } } },
    scene: confirmScene(ctx, application, said, 'return'),
  };
};

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
