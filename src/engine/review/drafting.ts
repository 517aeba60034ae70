import type { Application } from '../../model/application.ts';
import type { AskOf, MeaningOf, PromptOption } from '../../model/prompt.ts';
import { decides, needOf, reviewVerbs } from '../../model/review-verbs.ts';
import type { DecisionDraft, Session } from '../../model/session.ts';
import type { Roster, StaffBinding } from '../../model/staff.ts';
import type { Context, World } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line, rows, type Scene, text } from '../scene.ts';
import { shorten } from '../text.ts';
import { say } from '../wording.ts';
import { recordRows, verbLabel } from './cards.ts';
import { type Act, decide } from './decide.ts';
import { decidedReaction, reassign, refuse } from './outcome.ts';
import { askable, decidersOf, mainPeople, stageOf } from './people.ts';
import { isHollow, REASON_LIMIT, readRecord, type StageRecord } from './records.ts';
import { sheetIn } from './scores.ts';
import { fieldsNamed, namedRows } from './typed-return.ts';

const LABEL_LIMIT = 24;
/** How much of a long answer is shown above the question for a reason. */
const SHOWN_LIMIT = 200;

type Verb = DecisionDraft['verb'];

const draftOf = ({ number, version }: Application, verb: Verb): DecisionDraft => ({
  number,
  version,
  verb,
  records: {},
  fields: {},
  field: null,
  reason: null,
});

/** Begin a decision. What needs no words is done at once; everything else asks first. */
export const beginDecision = (
  ctx: Context,
  world: World,
  application: Application,
  by: StaffBinding,
  verb: Verb,
): Reaction => {
  const session: Session = { ...world.session, decision: draftOf(application, verb) };
  return next(ctx, { ...world, session }, application, by);
};

const cancelOption = (ctx: Context): PromptOption<{ kind: 'cancel' }> => ({
  means: { kind: 'cancel' },
  label: say(ctx.pack, 'decide.cancel'),
});

/** The next thing to ask of a decision in the making, or its completion. */
const next = (ctx: Context, world: World, application: Application, by: StaffBinding): Reaction => {
  const decision = world.session.decision!;
  const needs = needOf(decision.verb);
  switch (needs) {
    case 'records': {
      const record = recordsOf(ctx, world.roster, application, by).find(
        ({ id }) => !(id in decision.records),
      );
      if (record) return ask(world.session, recordScene(ctx, record));
      return isTold(ctx, application) && Object.values(filled(decision)).length > 0
        ? ask(world.session, confirmScene(ctx, application, decision))
        : finish(ctx, world, application, by);
    }
    case 'fields':
      return ask(
        world.session,
        decision.field === null
          ? pickScene(ctx, application, decision)
          : reasonScene(ctx, application, decision),
      );
    case 'reason':
      return ask(world.session, generalReasonScene(ctx));
    case 'person':
      return ask(world.session, personScene(ctx, world, application, decision));
    case 'nothing':
      return finish(ctx, world, application, by);
    default:
      return needs satisfies never;
  }
};

/** What the stage wants recorded by this person. Who was asked to sign in addition keeps no records of the stage. */
export const recordsOf = (
  ctx: Context,
  roster: Roster,
  application: Application,
  by: StaffBinding,
): readonly StageRecord[] =>
  mainPeople(ctx, roster, application).some(({ actor }) => actor === by.actor)
    ? stageOf(ctx, application.stage).records
    : [];

const filled = ({ records }: DecisionDraft): Record<string, string> =>
  Object.fromEntries(Object.entries(records).filter(([, value]) => value !== ''));

/** Records of the last stage go to the applicant as they were typed: they are read back first. */
const isTold = (ctx: Context, application: Application): boolean =>
  ctx.pack.review.stages.at(-1)?.id === application.stage;

const recordScene = (ctx: Context, record: StageRecord, refused = false): Scene => {
  const { id, label, required, format, points, example = '' } = record;
  const why =
    points !== undefined
      ? say(ctx.pack, 'decide.badPoints', { label, points })
      : format
        ? say(ctx.pack, 'decide.badFormat', { label, example })
        : say(ctx.pack, 'decide.badRecord', { label });
  return {
    blocks: [
      ...(refused ? [text(why)] : []),
      points === undefined
        ? line(ctx, required ? 'decide.record' : 'decide.recordOptional', { label })
        : line(ctx, 'decide.points', { label, points }),
    ],
    question: {
      asks: { kind: 'decide-record', record: id },
      options: [
        ...(required ? [] : [{ means: { kind: 'none' as const }, label: say(ctx.pack, 'decide.noRecord') }]),
        cancelOption(ctx),
      ],
    },
  };
};

/** A decision of the office with all that was asked for. */
const finish = (ctx: Context, world: World, application: Application, by: StaffBinding): Reaction => {
  const decision = world.session.decision!;
  const { verb, reason, fields } = decision;
  if (!decides(verb)) throw new Error(`${verb} needs a person`);
  const records = filled(decision);
  return complete(ctx, world, application, by, {
    verb,
    ...(reason === null ? {} : { reason }),
    ...(Object.keys(fields).length > 0 ? { fields } : {}),
    ...(Object.keys(records).length > 0 ? { records } : {}),
  });
};

/** Words that name a verb but might mean another case: the decision is asked for once more, whatever else it needs. */
export const offerDecision = (
  ctx: Context,
  world: World,
  application: Application,
  by: StaffBinding,
  verb: Verb,
): Reaction => {
  const begun = beginDecision(ctx, world, application, by, verb);
  if (begun.session.decision !== null) return begun;
  const decision = { ...draftOf(application, verb), reason: null };
  return {
    session: { ...world.session, decision },
    scene: confirmScene(ctx, application, decision),
  };
};

const ask = (session: Session, scene: Scene): Reaction => ({ session, scene });

const fieldOption = ({ field, name }: { readonly field: string; readonly name: string }) => ({
  means: { kind: 'field' as const, field },
  label: shorten(name, LABEL_LIMIT),
});

const pickScene = (ctx: Context, application: Application, decision: DecisionDraft): Scene => {
  const all = namedRows(ctx, application);
  const picked = all.filter(row => row.field in decision.fields);
  return {
    blocks: [
      line(ctx, picked.length > 0 ? 'decide.pickMore' : 'decide.pickField'),
      ...(picked.length > 0 ? [rows(picked.map(row => [row.name, decision.fields[row.field]!.reason]))] : []),
    ],
    question: {
      asks: { kind: 'decide-field' },
      options: [
        ...(picked.length > 0
          ? [
              {
                means: { kind: 'done' as const },
                label: say(ctx.pack, 'decide.pickDone'),
                style: 'primary' as const,
              },
            ]
          : []),
        ...all.filter(row => !(row.field in decision.fields)).map(row => fieldOption(row)),
        cancelOption(ctx),
      ],
    },
  };
};

/** Prepared reasons for the whole. */
export const generalReasons = (ctx: Pick<Context, 'pack'>) =>
  ctx.pack.review.reasons.filter(({ fields }) => fields.length === 0);

/** Prepared reasons for a field; those of a group's field are written `group.field`. */
export const reasonsFor = (ctx: Pick<Context, 'pack'>, field: string) => {
  const plain = field.replace(/\.\d+\./, '.');
  const own = ctx.pack.review.reasons.filter(({ fields }) => fields.includes(plain));
  return own.length > 0 ? own : generalReasons(ctx);
};

const reasonScene = (ctx: Context, application: Application, decision: DecisionDraft): Scene => {
  const row = namedRows(ctx, application).find(({ field }) => field === decision.field);
  const reasons = reasonsFor(ctx, decision.field ?? '');
  return {
    blocks: [
      line(ctx, 'decide.reasonFor', { label: row?.name ?? '' }),
      ...(row ? [rows([[say(ctx.pack, 'decide.filled'), shorten(row.value, SHOWN_LIMIT)]])] : []),
      ...reasons.map((reason, index) => text(`${index + 1}．${reason.text}`)),
    ],
    question: {
      asks: { kind: 'decide-reason' },
      options: [
        ...reasons.map((reason, index) => ({
          means: { kind: 'reason' as const, reason: reason.id },
          label: shorten(`${index + 1}．${reason.text}`, LABEL_LIMIT),
        })),
        cancelOption(ctx),
      ],
    },
  };
};

const generalReasonScene = (ctx: Context): Scene => {
  const reasons = generalReasons(ctx);
  return {
    blocks: [
      line(ctx, 'decide.reason'),
      ...reasons.map((reason, index) => text(`${index + 1}．${reason.text}`)),
    ],
    question: {
      asks: { kind: 'decide-reason' },
      options: [
        ...reasons.map((reason, index) => ({
          means: { kind: 'reason' as const, reason: reason.id },
          label: shorten(`${index + 1}．${reason.text}`, LABEL_LIMIT),
        })),
        cancelOption(ctx),
      ],
    },
  };
};

/** Who may be asked: whoever may decide at this stage, except oneself and those asked already. */
export const candidates = (
  ctx: Pick<Context, 'pack'>,
  roster: Roster,
  application: Application,
  verb: Verb,
  asking: string,
): StaffBinding[] => {
  const taken = new Set([
    asking,
    ...application.cosigners,
    ...(verb === 'transfer' ? application.assignees : []),
  ]);
  return askable(ctx, roster, application).filter(({ actor }) => !taken.has(actor));
};

const personScene = (
  ctx: Context,
  world: World,
  application: Application,
  decision: DecisionDraft,
): Scene => {
  const people = candidates(ctx, world.roster, application, decision.verb, world.session.actor);
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
      asks: { kind: 'decide-person' },
      options: [
        ...people.map(({ actor, name, section }) => ({
          means: { kind: 'person' as const, actor },
          label: shorten(`${name}（${names.get(section) ?? section}）`, LABEL_LIMIT),
        })),
        cancelOption(ctx),
      ],
    },
  };
};

const cancelled = (ctx: Context, world: World): Reaction => ({
  session: { ...world.session, decision: null },
  notes: [line(ctx, 'decide.cancelled')],
  scene: { blocks: [] },
});

const refusedReason = (ctx: Context, again: Reaction): Reaction => ({
  ...again,
  notes: [line(ctx, 'decide.badReason'), ...(again.notes ?? [])],
});

/** A decision as it will be carried out, for a last yes. */
const readBack = (
  ctx: Context,
  world: World,
  application: Application,
  decision: DecisionDraft,
): Reaction => ({
  session: { ...world.session, decision },
  scene: confirmScene(ctx, application, decision),
});

type DecisionKind = 'decide-record' | 'decide-field' | 'decide-reason' | 'decide-person' | 'decide-confirm';
/** Chosen from what was offered, or typed. */
type Given = MeaningOf<DecisionKind> | { readonly kind: 'typed'; readonly text: string };

/** An option or a typed text for the decision in the making. */
export const continueDecision = (
  ctx: Context,
  world: World,
  asks: AskOf<DecisionKind>,
  given: Given,
): Reaction => {
  const { decision } = world.session;
  const application = decision ? world.cases.get(decision.number) : undefined;
  if (!decision || !application) return refuse(ctx, world, 'unknown');
  if (given.kind === 'cancel') return cancelled(ctx, world);
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
  const said = given.kind === 'typed' ? shorten(given.text, REASON_LIMIT) : '';
  switch (asks.kind) {
    case 'decide-record': {
      const all = stageOf(ctx, application.stage).records;
      const record = all.find(({ id }) => id === asks.record);
      const left = all.filter(({ id }) => !(id in decision.records));
      const sheet = given.kind === 'typed' ? sheetIn(left, given.text, readRecord) : null;
      if (sheet) return again({ records: { ...decision.records, ...sheet } });
      const value = record && given.kind === 'typed' ? readRecord(record, given.text) : '';
      return record && value === null
        ? ask(world.session, recordScene(ctx, record, true))
        : again({ records: { ...decision.records, [asks.record]: value ?? '' } });
    }
    case 'decide-field':
      if (given.kind === 'done') return finishReturn(ctx, world, application, by);
      if (given.kind === 'typed') return typedField(ctx, world, application, said, again);
      return again(given.kind === 'field' ? { field: given.field } : {});
    case 'decide-reason': {
      const chosen = given.kind === 'reason' ? given.reason : null;
      const prepared = ctx.pack.review.reasons.find(({ id }) => id === chosen);
      const reason = prepared?.text ?? said;
      if (reason === '') return again({});
      if (!prepared && isHollow(reason)) return refusedReason(ctx, again({}));
      if (decision.verb === 'return' && decision.field !== null) {
        const entry = { reason, ...(prepared?.clause ? { clause: prepared.clause } : {}) };
        return again({ fields: { ...decision.fields, [decision.field]: entry }, field: null });
      }
      return readBack(ctx, world, application, { ...decision, reason });
    }
    case 'decide-confirm':
      if (given.kind === 'yes') return finish(ctx, world, application, by);
      // Nothing was asked before that could be asked again.
      return decision.reason === null && Object.keys(decision.records).length === 0
        ? cancelled(ctx, world)
        : again({ records: {}, reason: null });
    case 'decide-person': {
      const chosen = given.kind === 'person' ? given.actor : null;
      const person = candidates(ctx, world.roster, application, decision.verb, world.session.actor).find(
        ({ actor }) => actor === chosen,
      );
      if (!person || decides(decision.verb)) return again({});
      return reassign(ctx, world, application, by, decision.verb, person);
    }
    default:
      return asks satisfies never;
  }
};

const confirmScene = (ctx: Context, application: Application, decision: DecisionDraft): Scene => {
  const { number } = application;
  const { reason } = decision;
  const needs = needOf(decision.verb);
  const verb = verbLabel(ctx, application.stage, decision.verb);
  const records = recordRows(ctx, filled(decision));
  const line = () => {
    if (needs === 'fields') return say(ctx.pack, 'decide.confirmReturn', { number });
    if (reason !== null) return say(ctx.pack, 'decide.confirmReject', { number, verb });
    if (records.length > 0) return say(ctx.pack, 'decide.confirmRecords', { number, verb });
    return say(ctx.pack, 'decide.confirmPlain', { number, verb });
  };
  const shown = [...records, ...(reason === null ? [] : [[say(ctx.pack, 'case.reason'), reason] as const])];
  return {
    blocks: [text(line()), ...(shown.length > 0 ? [rows(shown)] : [])],
    question: {
      asks: { kind: 'decide-confirm' },
      options: [
        {
          means: { kind: 'yes' },
          label: say(ctx.pack, 'decide.confirm'),
          style: reviewVerbs[decision.verb].style === 'primary' ? 'primary' : 'danger',
        },
        cancelOption(ctx),
      ],
    },
  };
};

const finishReturn = (ctx: Context, world: World, application: Application, by: StaffBinding): Reaction => {
  const { fields } = world.session.decision!;
  return Object.keys(fields).length === 0
    ? {
        session: world.session,
        notes: [line(ctx, 'decide.needField')],
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
      blocks: [line(ctx, 'decide.which', { label: named[0]!.label })],
      question: {
        asks: { kind: 'decide-field' },
        options: [...named.map(row => fieldOption(row)), cancelOption(ctx)],
      },
    });
  }
  if (Object.keys(decision.fields).length > 0) {
    const scene = pickScene(ctx, application, decision);
    return ask(world.session, {
      ...scene,
      blocks: [line(ctx, 'decide.notAField'), ...scene.blocks],
    });
  }
  if (isHollow(said)) return refusedReason(ctx, again({}));
  return readBack(ctx, world, application, { ...decision, reason: said });
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
