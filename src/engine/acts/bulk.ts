import type { Answer, Session } from '../../model/session.ts';
import { windowState } from '../../model/window.ts';
import { readBulk } from '../bulk.ts';
import type { Context } from '../context.ts';
import { placeNames } from '../field-names.ts';
import { around } from '../fields/around.ts';
import { readField } from '../fields/registry.ts';
import { onlyUnlikely, refusalText } from '../fields/value.ts';
import type { Reaction } from '../reaction.ts';
import { line, rows, said } from '../scene.ts';
import { hasDraft } from '../scenes/menu.ts';
import { shorten } from '../text.ts';
import { toldFields } from '../told-fields.ts';
import { type Place, places } from '../walk.ts';
import {
  followedFacts,
  mayKeep,
  notKept,
  oldAndNew,
  putAnswers,
  REPEAT_LIMIT,
  standBefore,
} from './answers.ts';
import { settleGroups } from './eligibility.ts';
import { startForm } from './form.ts';

interface Candidate {
  readonly place: Place;
  readonly text: string;
  readonly doubtful: boolean;
}

/**
 * Put several values in at once. Certain ones are taken; those whose label fits several fields or that would replace an
 * answer wait for a yes; refused ones are named with the reason, and so are personal ones before consent, which are not kept.
 */
const takeMany = (
  ctx: Context,
  session: Session,
  found: readonly Candidate[],
  source: Answer['source'],
  unread: readonly string[] = [],
): Reaction & { readonly withheld: boolean } => {
  const saved: Record<string, string> = {};
  const doubtful: Record<string, string> = {};
  const refused: [string, string][] = [];
  const personal: string[] = [];
  let same = 0;
  const labels = placeNames(ctx.pack.form, places(ctx.pack.form, session));
  for (const { place, text: typed, doubtful: unsure } of found) {
    if (!mayKeep(ctx, session, place)) {
      personal.push(place.id);
      continue;
    }
    const read = readField(place.field, typed, around(ctx, place));
    if (!read.ok && onlyUnlikely(read) && read.choices?.[0] !== undefined) {
      doubtful[place.id] = read.choices[0];
      continue;
    }
    if (!read.ok) {
      const reason = refusalText(ctx.pack, place.field, read.refusal);
      refused.push([labels.get(place.id) ?? place.id, `${shorten(typed, REPEAT_LIMIT)}（${reason}）`]);
      continue;
    }
    const current = session.answers[place.id]?.value;
    if (current === read.value) {
      same += 1;
      continue;
    }
    (unsure || current !== undefined ? doubtful : saved)[place.id] = read.value;
  }
  const put = putAnswers(ctx, session, saved, source);
  const count = Object.keys(saved).length;
  return {
    session: { ...put.session, proposed: { ...put.session.proposed, ...doubtful } },
    withheld: personal.length > 0,
    notes: [
      ...(count > 0
        ? [
            line(ctx, 'bulk.saved', { count }),
            rows(Object.entries(saved).map(([id, value]) => [labels.get(id) ?? id, value])),
          ]
        : []),
      ...(refused.length > 0 ? [line(ctx, 'bulk.refused'), rows(refused)] : []),
      ...(unread.length > 0
        ? [line(ctx, 'bulk.unread'), said(shorten(unread.join('\n'), REPEAT_LIMIT))]
        : []),
      ...notKept(ctx, session, personal, source === 'imported' ? 'file' : 'message'),
      ...(count + refused.length + personal.length + Object.keys(doubtful).length === 0
        ? [line(ctx, same > 0 ? 'form.kept' : 'bulk.nothing')]
        : []),
      ...put.notes,
    ],
  };
};

/** Much was put in at once: it can be taken back as it came, with 撤销; what waited for a yes together with the rest. */
const undoable = <Taken extends Reaction>(
  ctx: Context,
  before: Session,
  taken: Taken,
  stood: Session['undo'] = standBefore(before),
): Taken => {
  const { answers } = taken.session;
  return Object.keys(answers).every(id => answers[id] === before.answers[id])
    ? taken
    : {
        ...taken,
        session: { ...taken.session, undo: stood },
        notes: [...(taken.notes ?? []), line(ctx, 'group.undo')],
      };
};

/** Be in the form first; where it may not be started now, what is said instead. */
const inForm = (
  ctx: Context,
  session: Session,
): { readonly ready: Session } | { readonly ready: null; readonly instead: Reaction } => {
  if (session.journey === 'form' || session.journey === 'returned')
    return { ready: { ...session, paused: false } };
  const open = windowState(ctx.pack.manifest, ctx.now) === 'open';
  const started = startForm(ctx, session);
  if ((!open && !hasDraft(session)) || started.session === session) return { ready: null, instead: started };
  return { ready: settleGroups(ctx, { ...session, journey: 'form', paused: false }) };
};

/** A paste that names a repeating block, or comes where one is open: its labels belong to that block's entry. */
const takeBlock = (ctx: Context, session: Session, pasted: string): Reaction | null => {
  const told = toldFields(ctx, session, pasted);
  if (!told) return null;
  const grown = growGroups(
    ctx,
    session,
    told.values.map(({ place }) => place),
  );
  const byId = new Map(places(ctx.pack.form, grown).map(place => [place.id, place]));
  const found = told.values.flatMap(({ place: id, value }) => {
    const place = byId.get(id);
    return place ? [{ place, text: value, doubtful: false }] : [];
  });
  if (!found.some(({ place }) => place.entry !== null)) return null;
  const taken = takeMany(ctx, grown, found, 'pasted', told.left);
  return undoable(ctx, session, {
    ...taken,
    notes: [...(taken.notes ?? []), ...followedFacts(ctx, session, grown)],
  });
};

/** Values from a pasted block or table; lines that belong to no field are shown, so that nothing is lost unseen. */
export const takePaste = (ctx: Context, session: Session, pasted: string): Reaction => {
  const form = inForm(ctx, session);
  if (form.ready === null) return form.instead;
  const all = places(ctx.pack.form, form.ready);
  const block = takeBlock(ctx, form.ready, pasted);
  if (block) return block;
  const asks = session.prompt?.asks;
  const open = asks?.kind === 'field' ? all.find(({ id }) => id === asks.field) : undefined;
  const { found, unread } = readBulk(all, pasted, open);
  return undoable(ctx, form.ready, takeMany(ctx, form.ready, found, 'pasted', unread));
};

/**
 * Values read from an uploaded form, keyed by field id; entries of groups are opened as needed. `withheld`: some of it may
 * only be taken after the consent.
 */
export const takeImport = (
  ctx: Context,
  session: Session,
  imported: { readonly values: Readonly<Record<string, string>>; readonly doubtful: readonly string[] },
): Reaction & { readonly withheld: boolean } => {
  const form = inForm(ctx, session);
  if (form.ready === null) return { ...form.instead, withheld: true };
  const grown = growGroups(ctx, form.ready, Object.keys(imported.values));
  const byId = new Map(places(ctx.pack.form, grown).map(place => [place.id, place]));
  const found = Object.entries(imported.values).flatMap(([id, value]) => {
    const place = byId.get(id);
    return place ? [{ place, text: value, doubtful: imported.doubtful.includes(id) }] : [];
  });
  const taken = takeMany(ctx, grown, found, 'imported');
  return undoable(ctx, form.ready, {
    ...taken,
    notes: [...(taken.notes ?? []), ...followedFacts(ctx, form.ready, grown)],
  });
};

/** Entries of groups are opened as far as values name them; what having entries says of the unit follows. */
export const growGroups = (ctx: Context, session: Session, ids: readonly string[]): Session => {
  const groups = { ...session.groups };
  const facts = { ...session.facts };
  for (const section of ctx.pack.form.sections) {
    if (!section.repeat) continue;
    const entries = ids.filter(id => id.startsWith(`${section.id}.`)).map(id => Number(id.split('.')[1]) + 1);
    const needed = Math.min(section.repeat.max, Math.max(0, ...entries));
    if (needed <= (groups[section.id] ?? 0)) continue;
    groups[section.id] = needed;
    if (section.repeat.fact) facts[section.repeat.fact] = true;
  }
  return { ...session, groups, facts };
};

export const answerBulk = (ctx: Context, session: Session, accepted: boolean): Reaction => {
  const cleared: Session = { ...session, proposed: {} };
  if (!accepted) return { session: cleared, notes: [line(ctx, 'bulk.discarded')] };
  const put = putAnswers(ctx, cleared, session.proposed, 'pasted');
  const count = Object.keys(session.proposed).length;
  const labels = placeNames(ctx.pack.form, places(ctx.pack.form, session));
  const taken = {
    session: put.session,
    notes: [
      line(ctx, 'bulk.accepted', { count }),
      rows(
        Object.entries(session.proposed).map(([id, value]) => [
          labels.get(id) ?? id,
          oldAndNew(ctx, session.answers[id]?.value, value),
        ]),
      ),
      ...put.notes,
    ],
    accepted: Object.keys(session.proposed),
  };
  return undoable(ctx, session, taken, session.undo ?? standBefore(session));
};

/** A section filled in on one card: field id -> text; blanks are left open, errors named. */
export const takeForm = (
  ctx: Context,
  session: Session,
  values: Readonly<Record<string, string>>,
): Reaction => {
  const found = places(ctx.pack.form, session).flatMap(place => {
    const typed = values[place.id]?.trim() ?? '';
    return typed === '' ? [] : [{ place, text: typed, doubtful: false }];
  });
  return takeMany(ctx, session, found, 'typed');
};
