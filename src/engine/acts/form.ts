import type { MeaningOf } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import type { ChangeRequest } from '../commands.ts';
import type { Context } from '../context.ts';
import { filledIn } from '../discrepancies.ts';
import { findGroup, findPlaces } from '../find-field.ts';
import { windowState } from '../judge.ts';
import type { Reaction } from '../reaction.ts';
import { draftTimer } from '../review/timers.ts';
import { line, type Scene, said, text } from '../scene.ts';
import { discrepancyBlocks } from '../scenes/discrepancies.ts';
import { consentScene } from '../scenes/form.ts';
import { ineligibleScene, isIneligible } from '../scenes/ineligible.ts';
import { hasDraft, shortMenu, windowBlocks } from '../scenes/menu.ts';
import { answerBlocks, changeFieldScene, changeSectionScene } from '../scenes/review-page.ts';
import { openFacts } from '../self-check.ts';
import { shorten } from '../text.ts';
import { nextStep, type Place, placeBefore, placeLabel, placeOf, places } from '../walk.ts';
import { say } from '../wording.ts';
import { answerPlace, followedFacts, labelsOf, prune, REPEAT_LIMIT } from './answers.ts';
import { settleGroups, startCheck } from './eligibility.ts';

/** Policy a channel sets when personal data must not be collected through it. */
export const NO_PERSONAL_DATA = 'no-personal-data';

/** 开始填报 and 继续: a new form needs an open window and the self-check first; a draft can always be gone on with. */
export const startForm = (ctx: Context, session: Session): Reaction => {
  if (ctx.policies.includes(NO_PERSONAL_DATA)) {
    return { session, notes: [line(ctx, 'policy.noPersonal')], scene: shortMenu(session, []) };
  }
  if (session.address.kind === 'group') {
    return { session, notes: [line(ctx, 'group.private')], scene: shortMenu(session, []) };
  }
  if (session.journey === 'returned') return { session: { ...session, paused: false } };
  if (session.application !== null) {
    return {
      session,
      notes: [line(ctx, 'submit.already', { number: session.application })],
      scene: { blocks: [], links: ['another', 'mine', 'progress', 'human', 'home'] },
    };
  }
  const open = windowState(ctx.pack.manifest.window, ctx.now.date) === 'open';
  const draft = hasDraft(session);
  if (!open && !draft) {
    return {
      session,
      notes: [line(ctx, 'form.closed'), ...windowBlocks(ctx)],
      // What has just been refused is not offered again.
      scene: { blocks: [], links: ['check', 'ask', 'contacts', 'human', 'home'] },
    };
  }
  if (!draft && openFacts(ctx, session).length > 0) {
    return { ...startCheck(session), notes: [line(ctx, 'check.fillDirect')] };
  }
  // Told before eighteen fields are filled in, not after. A draft stays where it is and says the same.
  if (!draft && isIneligible(ctx, session)) return { session, scene: ineligibleScene(ctx, session) };
  const title = ctx.pack.form.title;
  return {
    session: { ...settleGroups(ctx, session), journey: 'form', paused: false },
    notes: [
      text(draft ? say(ctx.pack, 'form.resume', { title }) : say(ctx.pack, 'form.begin', { title })),
      ...(open ? [] : [line(ctx, 'form.closedDraft'), ...windowBlocks(ctx)]),
    ],
    effects: [draftTimer(ctx, session.id)].flatMap(timer => timer ?? []),
  };
};

export const pause = (ctx: Context, session: Session): Reaction => ({
  session: { ...session, paused: true, focus: null },
  notes: [line(ctx, 'form.paused')],
});

/** The field the walk or a change stands at, if any. */
const openPlaceId = (ctx: Context, session: Session): string | null => {
  if (session.focus !== null) return session.focus;
  const step = nextStep(ctx.pack.form, session);
  return step.kind === 'place' ? step.place.id : null;
};

export const back = (ctx: Context, session: Session): Reaction => {
  const { form } = ctx.pack;
  const step = nextStep(form, session);
  const from =
    session.focus ??
    (step.kind === 'place'
      ? step.place.id
      : step.kind === 'group' || step.kind === 'more'
        ? firstAfter(ctx, session, step.section.id)
        : null);
  const before = placeBefore(form, session, from);
  return before
    ? { session: { ...session, focus: before.id } }
    : { session, notes: [line(ctx, 'form.first')] };
};

/** First place of the sections behind `sectionId`, so that 上一步 at 还有吗 returns to the entry just filled. */
const firstAfter = (ctx: Context, session: Session, sectionId: string): string | null => {
  const order = ctx.pack.form.sections.map(({ id }) => id);
  const later = new Set(order.slice(order.indexOf(sectionId) + 1));
  return places(ctx.pack.form, session).find(place => later.has(place.section.id))?.id ?? null;
};

export const skip = (ctx: Context, session: Session): Reaction => {
  const id = openPlaceId(ctx, session);
  const place = id === null ? undefined : placeOf(ctx.pack.form, session, id);
  if (!place) return { session, notes: [line(ctx, 'form.nothingToSkip')] };
  const label = placeLabel(place);
  // Skipping a change keeps the answer that is there.
  if (place.id in session.answers)
    return { session: { ...session, focus: null }, notes: [line(ctx, 'form.kept')] };
  return {
    session: { ...session, focus: null, skipped: [...new Set([...session.skipped, place.id])] },
    notes: [line(ctx, place.field.required ? 'form.skipped' : 'form.skippedOptional', { label })],
  };
};

export const view = (ctx: Context, session: Session): Reaction => {
  const blocks = answerBlocks(ctx, session);
  return blocks.length === 0
    ? { session, notes: [line(ctx, 'form.notStarted')] }
    : { session, notes: [...blocks, ...discrepancyBlocks(ctx, filledIn(session), 'applicant')] };
};

export const askRestart = (ctx: Context, session: Session): Reaction => ({
  session,
  scene: {
    blocks: [line(ctx, 'form.restartAsk')],
    question: {
      asks: { kind: 'restart' },
      options: [
        { means: { kind: 'yes' }, label: say(ctx.pack, 'form.restartYes'), style: 'danger' },
        { means: { kind: 'no' }, label: say(ctx.pack, 'form.restartNo') },
      ],
    },
  },
});

export const restart = (ctx: Context, session: Session, sure: boolean): Reaction => {
  if (!sure) return { session, notes: [line(ctx, 'form.kept')] };
  const kept = {
    facts: session.facts,
    answers: session.answers,
    skipped: session.skipped,
    groups: session.groups,
    openGroups: session.openGroups,
  };
  return {
    session: {
      ...session,
      journey: 'idle',
      facts: {},
      answers: {},
      skipped: [],
      groups: {},
      openGroups: [],
      proposed: {},
      focus: null,
      paused: false,
      undo: hasDraft(session) || Object.keys(session.facts).length > 0 ? kept : session.undo,
    },
    notes: [line(ctx, 'form.restarted')],
  };
};

export const undoRestart = (ctx: Context, session: Session): Reaction => {
  if (!session.undo) return { session, notes: [line(ctx, 'form.nothingToUndo')] };
  const journey = Object.keys(session.undo.answers).length > 0 ? 'form' : 'eligibility';
  return {
    session: { ...session, ...session.undo, journey, undo: null, focus: null, paused: false },
    notes: [line(ctx, 'form.undone')],
  };
};

/** Of several places that are called so, the one of the open block, else the one that is in no repeating block. */
const nearest = ({ prompt }: Session, all: readonly Place[], named: readonly Place[]): readonly Place[] => {
  const asks = prompt?.asks;
  const open = asks?.kind === 'field' ? all.find(({ id }) => id === asks.field) : undefined;
  const own = named.filter(({ section, entry }) => section === open?.section && entry === open.entry);
  const single = named.filter(({ entry }) => entry === null);
  return [own, single].find(({ length }) => length === 1) ?? named;
};

/** Go to a field by name; several candidates are offered, none is guessed. From outside the form it first leads into it. */
export const change = (ctx: Context, before: Session, request: ChangeRequest): Reaction => {
  const { form } = ctx.pack;
  const inside = before.journey === 'form' || before.journey === 'returned';
  const started = inside ? null : startForm(ctx, before);
  if (started && started.session.journey !== 'form') return started;
  const session = started?.session ?? before;
  const all = places(form, session);
  const group = findGroup(form.sections, request.name);
  if (group && request.value === null)
    return { session: toForm(session), scene: groupScene(ctx, session, group.id) };
  const named = findPlaces(all, request.name);
  const found = request.value === null ? named : nearest(before, all, named);
  const only = found.length === 1 ? found[0] : undefined;
  if (only && request.value !== null) {
    return answerPlace(ctx, toForm(session), only, request.value);
  }
  if (only) return { session: { ...toForm(session), focus: only.id } };
  if (found.length > 1) {
    const { value } = request;
    return {
      session: toForm(session),
      notes: value === null ? [] : [line(ctx, 'refusal.typed'), said(shorten(value, REPEAT_LIMIT))],
      scene: changeFieldScene(ctx, found, say(ctx.pack, 'form.whichField')),
    };
  }
  const labels = [...new Set(all.map(place => place.field.label))].join('、');
  return { session, notes: [line(ctx, 'form.noField', { labels })] };
};

const toForm = (session: Session): Session => ({
  ...session,
  journey: session.journey === 'returned' ? 'returned' : 'form',
  paused: false,
});

/** The section is known, for a repeating one with its entry: now the field. */
export const changeSection = (
  ctx: Context,
  session: Session,
  { section, entry }: MeaningOf<'change-section'> & { kind: 'section' },
): Reaction => {
  const candidates = places(ctx.pack.form, session).filter(
    place => place.section.id === section && place.entry === entry,
  );
  return { session, scene: changeFieldScene(ctx, candidates, say(ctx.pack, 'review.changeField')) };
};

export const changeMenu = (ctx: Context, session: Session): Reaction => ({
  session,
  scene: changeSectionScene(ctx, session),
});

const groupScene = (ctx: Context, session: Session, groupId: string): Scene => {
  const section = ctx.pack.form.sections.find(({ id }) => id === groupId)!;
  const { item, max } = section.repeat!;
  const count = session.groups[groupId] ?? 0;
  return {
    blocks: [line(ctx, 'group.manage', { item, count })],
    question: {
      asks: { kind: 'manage', group: groupId },
      options: [
        ...(count < max ? [{ means: { kind: 'add' as const }, label: say(ctx.pack, 'group.add') }] : []),
        ...Array.from({ length: count }, (_, index) => [
          {
            means: { kind: 'edit' as const, entry: index },
            label: say(ctx.pack, 'group.edit', { item, index: index + 1 }),
          },
          {
            means: { kind: 'drop' as const, entry: index },
            label: say(ctx.pack, 'group.drop', { item, index: index + 1 }),
          },
        ]).flat(),
        { means: { kind: 'back' }, label: say(ctx.pack, 'form.return') },
      ],
    },
  };
};

/** Number of entries of a group, and what having entries says about the unit. */
const resize = (
  ctx: Context,
  session: Session,
  groupId: string,
  count: number,
  growing: boolean,
): Session => {
  const fact = ctx.pack.form.sections.find(({ id }) => id === groupId)?.repeat?.fact;
  return {
    ...session,
    groups: { ...session.groups, [groupId]: count },
    openGroups: growing
      ? [...new Set([...session.openGroups, groupId])]
      : session.openGroups.filter(id => id !== groupId),
    facts: fact ? { ...session.facts, [fact]: count > 0 } : session.facts,
  };
};

/** Answer to 有没有 and 还有吗. */
export const answerGroup = (ctx: Context, session: Session, groupId: string, more: boolean): Reaction => {
  const { item, max } = ctx.pack.form.sections.find(({ id }) => id === groupId)!.repeat!;
  const count = session.groups[groupId] ?? 0;
  if (!more) {
    const settled = resize(ctx, session, groupId, count, false);
    return { session: settled, notes: followedFacts(ctx, session, settled) };
  }
  if (count >= max) {
    return {
      session: resize(ctx, session, groupId, count, false),
      notes: [line(ctx, 'group.full', { max, item })],
    };
  }
  const grown = resize(ctx, session, groupId, count + 1, true);
  return {
    session: grown,
    notes: [line(ctx, 'group.added', { count: count + 1, item }), ...followedFacts(ctx, session, grown)],
  };
};

/** Choose a field of one entry of a group. */
export const editEntry = (ctx: Context, session: Session, groupId: string, index: number): Reaction =>
  changeSection(ctx, session, { kind: 'section', section: groupId, entry: index });

/** What somebody wants done with the entries of a group, in words. What is removed can be brought back with 撤销. */
export const takeEntryRequest = (
  ctx: Context,
  session: Session,
  does: 'add' | 'drop',
  groupId: string,
  entry: number | null,
): Reaction => {
  const awake = toForm(session);
  const { item } = ctx.pack.form.sections.find(({ id }) => id === groupId)!.repeat!;
  const count = session.groups[groupId] ?? 0;
  if (does === 'add') {
    const grown = answerGroup(ctx, awake, groupId, true);
    const step = nextStep(ctx.pack.form, session);
    const busy = step.kind === 'place' && grown.session.groups[groupId] !== count;
    return busy ? { ...grown, notes: [line(ctx, 'group.grown', { item, index: count + 1 })] } : grown;
  }
  if (count > 1 && entry === null) return { session: awake, scene: groupScene(ctx, awake, groupId) };
  const index = entry ?? 0;
  if (index >= count) return { session: awake, notes: [line(ctx, 'group.noSuch', { item })] };
  const { facts, answers, skipped, groups, openGroups } = session;
  const dropped = dropEntry(ctx, awake, groupId, index);
  return {
    ...dropped,
    session: { ...dropped.session, undo: { facts, answers, skipped, groups, openGroups } },
    notes: [
      line(ctx, 'group.dropped', { item, index: index + 1 }),
      ...(dropped.notes ?? []),
      line(ctx, 'group.undo'),
    ],
  };
};

/** Remove one entry of a group; the entries behind it move up. */
export const dropEntry = (ctx: Context, session: Session, groupId: string, index: number): Reaction => {
  const labels = labelsOf(ctx, session);
  const prefix = `${groupId}.${index}.`;
  const dropped = Object.keys(session.answers).filter(id => id.startsWith(prefix));
  const moved = resize(
    ctx,
    shiftEntries(session, groupId, index),
    groupId,
    (session.groups[groupId] ?? 1) - 1,
    false,
  );
  const pruned = prune(ctx, moved, () => labels);
  return {
    session: { ...pruned.session, focus: null },
    notes: [
      ...(dropped.length > 0
        ? [line(ctx, 'form.dropped', { labels: dropped.map(id => labels.get(id) ?? id).join('、') })]
        : []),
      ...pruned.notes,
      ...followedFacts(ctx, session, pruned.session),
    ],
  };
};

const shiftEntries = (session: Session, groupId: string, removed: number): Session => {
  const shift = (id: string): string | null => {
    const match = new RegExp(`^${groupId}\\.(\\d+)\\.(.+)$`, 'u').exec(id);
    if (!match) return id;
    const entry = Number(match[1]);
    if (entry === removed) return null;
    return entry > removed ? `${groupId}.${entry - 1}.${match[2]}` : id;
  };
  return {
    ...session,
    answers: Object.fromEntries(
      Object.entries(session.answers).flatMap(([id, answer]) => {
        const moved = shift(id);
        return moved === null ? [] : [[moved, answer] as const];
      }),
    ),
    skipped: session.skipped.flatMap(id => shift(id) ?? []),
  };
};

/** An answer that is nothing personal, given while the consent is asked for: noted, and the consent asked for again, short. */
export const takeEarly = (ctx: Context, session: Session, id: string, value: string): Reaction => {
  const place = placeOf(ctx.pack.form, session, id);
  return place
    ? { ...answerPlace(ctx, session, place, value), scene: consentScene(ctx, 'consent.again') }
    : { session };
};

/** Consent is versioned and recorded; declining leaves questions and the self-check usable. */
export const answerConsent = (ctx: Context, session: Session, given: boolean): Reaction => {
  const { version } = ctx.pack.form.consent;
  const consent = { version, given, at: ctx.now.ms };
  const audit = [
    {
      role: 'applicant',
      action: given ? 'consent.given' : 'consent.declined',
      subject: session.id,
      to: version,
    },
  ];
  return given
    ? { session: { ...session, consent }, notes: [line(ctx, 'consent.given')], audit }
    : {
        session: { ...session, consent, journey: 'idle', focus: null, proposed: {} },
        notes: [line(ctx, 'consent.declined')],
        scene: shortMenu(session, []),
        audit,
      };
};
