import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import type { Reaction } from '../reaction.ts';
import { line, type Scene } from '../scene.ts';
import { toldFields } from '../told-fields.ts';
import { roleOf } from '../understand/form-places.ts';
import { nextStep } from '../walk.ts';
import { say } from '../wording.ts';
import { followedFacts, labelsOf, prune, standBefore } from './answers.ts';
import { takeTold } from './told.ts';

/** In the form, and awake. */
export const toForm = (session: Session): Session => ({
  ...session,
  journey: session.journey === 'returned' ? 'returned' : 'form',
  paused: false,
});

/** A repeating block and what can be done with its entries. */
export const groupScene = (ctx: Context, session: Session, groupId: string): Scene => {
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
  const dropped = dropEntry(ctx, awake, groupId, index);
  return {
    ...dropped,
    session: { ...dropped.session, undo: standBefore(session) },
    notes: [
      line(ctx, 'group.dropped', { item, index: index + 1 }),
      ...(dropped.notes ?? []),
      line(ctx, 'group.undo'),
    ],
  };
};

/** So many entries and no more: empty ones behind them go, and of filled ones it is asked which. */
export const keepEntries = (ctx: Context, session: Session, groupId: string, wanted: number): Reaction => {
  const { item } = ctx.pack.form.sections.find(({ id }) => id === groupId)!.repeat!;
  const isEmpty = (index: number): boolean =>
    !Object.keys(session.answers).some(id => id.startsWith(`${groupId}.${index}.`));
  const filled = session.groups[groupId] ?? 0;
  let count = filled;
  while (count > wanted && isEmpty(count - 1)) count -= 1;
  if (count > wanted) return { session: toForm(session), scene: groupScene(ctx, toForm(session), groupId) };
  const settled = prune(ctx, resize(ctx, toForm(session), groupId, count, count < wanted), () =>
    labelsOf(ctx, session),
  );
  return {
    session: { ...settled.session, focus: null },
    notes: [line(ctx, 'group.kept', { count, item }), ...settled.notes],
  };
};

/** Further entries with their names, and whatever else was said of the first of them. */
export const beginEntries = (
  ctx: Context,
  session: Session,
  groupId: string,
  names: readonly string[],
  typed: string,
): Reaction => {
  const section = ctx.pack.form.sections.find(({ id }) => id === groupId)!;
  const { item, max } = section.repeat!;
  const from = session.groups[groupId] ?? 0;
  if (from >= max) return answerGroup(ctx, session, groupId, true);
  const name = section.fields.find(field => roleOf(field) === 'organisation') ?? section.fields[0]!;
  const count = Math.min(max, from + names.length);
  const grown = resize(ctx, toForm(session), groupId, count, true);
  const first = `${groupId}.${from}.${name.id}`;
  const asking: Session = {
    ...grown,
    prompt: { id: 'next', asks: { kind: 'field', field: first }, options: [] },
  };
  const told = toldFields(ctx, asking, typed);
  const own = (told?.values ?? []).filter(
    ({ place, value }) =>
      place.startsWith(`${groupId}.${from}.`) && !names.includes(value) && place !== first,
  );
  const taken = takeTold(
    ctx,
    grown,
    {
      values: [
        ...names.slice(0, count - from).map((value, index) => ({
          place: `${groupId}.${from + index}.${name.id}`,
          value,
          corrects: false,
        })),
        ...own,
      ],
      wrong: null,
      left: told?.left.filter(words => !names.includes(words)) ?? [],
      unclear: null,
    },
    null,
  );
  return { ...taken, notes: [line(ctx, 'group.begun', { item, index: from + 1 }), ...(taken.notes ?? [])] };
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
