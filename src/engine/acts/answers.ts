import type { Block } from '../../model/message.ts';
import { traitsOf } from '../../model/pack/field-kinds.ts';
import type { Answer, Session } from '../../model/session.ts';
import { needsConsent } from '../consent.ts';
import type { Context } from '../context.ts';
import { factsFromForm } from '../derived-facts.ts';
import { discrepancies, filledIn } from '../discrepancies.ts';
import { placeNames } from '../field-names.ts';
import { around } from '../fields/around.ts';
import { nameAndPhone } from '../fields/name-and-phone.ts';
import { readField } from '../fields/registry.ts';
import { type FieldValue, onlyUnlikely, refusalText } from '../fields/value.ts';
import { openProse } from '../prose.ts';
import type { Reaction } from '../reaction.ts';
import { correctionScene } from '../review/correction.ts';
import { as, line, rows, said } from '../scene.ts';
import { blocksOf } from '../scenes/discrepancies.ts';
import { placeScene } from '../scenes/form.ts';
import { deciding, shown } from '../self-check.ts';
import { tableAnswer } from '../table-answer.ts';
import { shorten } from '../text.ts';
import { orphans, type Place, placeLabel, placeOf, places } from '../walk.ts';
import { say } from '../wording.ts';

/** How much of a refused text is repeated, in characters: enough to copy from, short enough for every platform. */
export const REPEAT_LIMIT = 500;

/** Longest value that an acknowledgement repeats, in characters: a line; prose is shown by its beginning. */
const ECHO = 60;

/** A value as it is read back, with what it replaces. */
export const oldAndNew = (ctx: Context, old: string | undefined, value: string): string => {
  const shown = shorten(value, ECHO);
  return old === undefined || old === value
    ? shown
    : say(ctx.pack, 'form.changedFrom', { value: shown, old: shorten(old, ECHO) });
};

/** Whether a place's value may be kept: nothing personal is before consent. */
export const mayKeep = (ctx: Context, session: Session, { field }: Place): boolean =>
  !field.personal || !needsConsent(ctx, session);

/** What was not kept for want of consent, by name; nothing where nothing was. `from`: what it can be read from afterwards. */
export const notKept = (
  ctx: Context,
  session: Session,
  ids: readonly string[],
  from: 'message' | 'file' = 'message',
): Block[] => {
  if (ids.length === 0) return [];
  const labels = labelsOf(ctx, session);
  return [
    line(ctx, from === 'file' ? 'consent.fileWaits' : 'consent.notKept', {
      labels: ids.map(id => labels.get(id) ?? id).join('、'),
    }),
  ];
};

/**
 * Put values in; later answers stay unless they no longer apply, and those are named. Whoever calls has asked `mayKeep`
 * for each: a personal value that comes here before consent is a mistake of ours.
 */
export const putAnswers = (
  ctx: Context,
  session: Session,
  values: Readonly<Record<string, string>>,
  source: Answer['source'],
): { session: Session; notes: Block[] } => {
  const answers = { ...session.answers };
  for (const [id, value] of Object.entries(values)) {
    const place = placeOf(ctx.pack.form, session, id);
    if (place && !mayKeep(ctx, session, place)) throw new Error(`${id} would be kept before consent`);
    // What was given last stands last: 刚才那个 means it, also where several came in one second.
    delete answers[id];
    answers[id] = { value, at: ctx.now.ms, source };
  }
  const merged: Session = {
    ...session,
    answers,
    skipped: session.skipped.filter(id => !(id in values)),
    undo: null,
  };
  const followed = followForm(ctx, merged, Object.keys(values));
  const pruned = prune(ctx, followed, () => labelsOf(ctx, session));
  return {
    session: pruned.session,
    notes: [...pruned.notes, ...followedFacts(ctx, session, pruned.session)],
  };
};

/** The facts behind what was filled in follow it; one that decides against the unit is asked back first. */
const followForm = (ctx: Context, session: Session, given: readonly string[]): Session => {
  const derived = factsFromForm(ctx, session, given);
  if (derived.length === 0) return session;
  const decisive = deciding(ctx, session, derived);
  const plain = derived.filter(({ fact }) => !decisive.has(fact));
  return {
    ...session,
    facts: { ...session.facts, ...Object.fromEntries(plain.map(({ fact, value }) => [fact, value])) },
    heard: [
      ...session.heard.filter(({ fact }) => !derived.some(other => other.fact === fact)),
      ...derived.filter(({ fact }) => decisive.has(fact)),
    ],
  };
};

/** Facts of the self-check that were answered and have changed with the form: told, never changed in silence. */
export const followedFacts = (ctx: Context, before: Session, after: Session): Block[] =>
  ctx.pack.eligibility.facts.flatMap(fact => {
    const [was, is] = [before.facts[fact.id], after.facts[fact.id]];
    if (was === undefined || is === undefined || was === is) return [];
    return [line(ctx, 'differs.follows', { fact: fact.title, value: shown(ctx, fact, is) })];
  });

/** What 撤销 brings back: the work as it stood before an act that changed much at once. */
export const standBefore = ({
  facts,
  answers,
  skipped,
  groups,
  openGroups,
}: Session): NonNullable<Session['undo']> => ({ facts, answers, skipped, groups, openGroups });

/** Names of all places of the form as it stands. */
export const labelsOf = (ctx: Context, session: Session): ReadonlyMap<string, string> =>
  placeNames(ctx.pack.form, places(ctx.pack.form, session));

/** Remove what no longer applies and say so, by the names it had; mostly there is nothing, and no name is needed. */
export const prune = (
  ctx: Context,
  session: Session,
  labelsBefore: () => ReadonlyMap<string, string>,
): { session: Session; notes: Block[] } => {
  const gone = orphans(ctx.pack.form, session);
  if (gone.length === 0) return { session, notes: [] };
  const answered = gone.filter(id => id in session.answers);
  const labels = answered.length === 0 ? null : labelsBefore();
  return {
    session: {
      ...session,
      answers: Object.fromEntries(Object.entries(session.answers).filter(([id]) => !gone.includes(id))),
      skipped: session.skipped.filter(id => !gone.includes(id)),
    },
    notes: labels
      ? [line(ctx, 'form.dropped', { labels: answered.map(id => labels.get(id) ?? id).join('、') })]
      : [],
  };
};

/** A person's name and number in one line, where the number is what comes next and is not there yet. */
const answerWithPhone = (ctx: Context, session: Session, place: Place, typed: string): Reaction | null => {
  const halves = traitsOf(place.field).personal === 'name' ? nameAndPhone(typed) : null;
  if (!halves) return null;
  const all = places(ctx.pack.form, session);
  const next = all[all.findIndex(({ id }) => id === place.id) + 1];
  if (!next || traitsOf(next.field).personal !== 'number') return null;
  if (next.section !== place.section || next.id in session.answers) return null;
  const name = readField(place.field, halves.name, around(ctx, place));
  const phone = readField(next.field, halves.phone, around(ctx, next));
  if (!name.ok || !phone.ok) return null;
  const put = putAnswers(ctx, session, { [place.id]: name.value, [next.id]: phone.value }, 'typed');
  return {
    session: { ...put.session, focus: null },
    notes: [
      line(ctx, 'bulk.saved', { count: 2 }),
      rows([
        [placeLabel(place), name.value],
        [placeLabel(next), phone.value],
      ]),
      ...put.notes,
    ],
    accepted: [place.id, next.id],
  };
};

/** A row or all of a table given at once. */
const answerTable = (ctx: Context, session: Session, place: Place, typed: string): Reaction | null => {
  const all = places(ctx.pack.form, session);
  const values = tableAnswer(ctx, all, id => id in session.answers, place, typed);
  if (!values) return null;
  const put = putAnswers(ctx, session, values, 'typed');
  const labels = labelsOf(ctx, session);
  return {
    session: { ...put.session, focus: null },
    notes: [
      line(ctx, 'bulk.saved', { count: Object.keys(values).length }),
      rows(Object.entries(values).map(([id, value]) => [labels.get(id) ?? id, value])),
      ...put.notes,
    ],
    accepted: Object.keys(values),
  };
};

/** Prose stays open for what is written right behind it, and may itself belong to the prose before. */
const proseFrom = (session: Session, place: Place): Pick<Session, 'prose'> => ({
  prose:
    traitsOf(place.field).lines === 'many'
      ? { place: place.id, turn: session.turn + 1, from: 0, before: openProse(session)?.place ?? null }
      : null,
});

/** What the answer just given does not agree with, said at once. */
const placeDiscrepancies = (ctx: Context, session: Session, { id }: Place): Block[] => {
  const filled = filledIn(session);
  const found = discrepancies(ctx.pack, filled).filter(each => 'place' in each && each.place === id);
  return blocksOf(ctx, filled, found, 'applicant');
};

/** One field answered by text or button. A refusal repeats what was typed, so nothing has to be typed again. */
/** What the gate makes of a text; what was only unlikely and is said again after it was asked back is meant. */
const readAgain = (
  ctx: Context,
  { prompt }: Session,
  place: Place,
  typed: string,
  confirmed: boolean,
): FieldValue => {
  const read = readField(place.field, typed, { ...around(ctx, place), confirmed });
  if (!onlyUnlikely(read) || prompt?.asks.kind !== 'field' || prompt.asks.field !== place.id) return read;
  const meant = readField(place.field, typed, { ...around(ctx, place), confirmed: true });
  const offered = prompt.options.some(
    ({ means }) => means.kind === 'value' && meant.ok && means.value === meant.value,
  );
  return offered ? meant : read;
};

export const answerPlace = (
  ctx: Context,
  session: Session,
  place: Place,
  typed: string,
  /** Offered and chosen, not only typed. */
  confirmed = false,
): Reaction => {
  const label = placeLabel(place);
  if (!mayKeep(ctx, session, place))
    return { session, notes: notKept(ctx, session, [place.id]), withheld: true };
  const table = answerTable(ctx, session, place, typed);
  if (table) return table;
  const read = readAgain(ctx, session, place, typed, confirmed);
  if (!read.ok) {
    const two = answerWithPhone(ctx, session, place, typed);
    if (two) return two;
    return {
      session,
      misread: true,
      notes: [
        ...(session.misread >= 2 ? [line(ctx, 'repair.human')] : []),
        as(
          'error',
          line(ctx, 'refusal.lead', { label, reason: refusalText(ctx.pack, place.field, read.refusal) }),
        ),
        ...(read.refusal === 'empty' ? [] : [line(ctx, 'refusal.typed'), said(shorten(typed, REPEAT_LIMIT))]),
      ],
      // What a correction asks of the field, and that it may stay as it is, stands there still.
      scene:
        session.journey === 'returned'
          ? correctionScene(ctx, session, read.choices)
          : placeScene(ctx, session, place, read.choices),
    };
  }
  const put = putAnswers(ctx, session, { [place.id]: read.value }, 'typed');
  return {
    session: { ...put.session, focus: null, ...proseFrom(session, place) },
    notes: [
      as('quiet', line(ctx, read.changed ? 'form.savedAs' : 'form.saved', { label })),
      rows([[label, oldAndNew(ctx, session.answers[place.id]?.value, read.value)]]),
      ...placeDiscrepancies(ctx, { ...put.session, facts: session.facts }, place),
      ...put.notes,
    ],
    accepted: [place.id],
    toast: say(ctx.pack, 'form.saved', { label }),
  };
};
