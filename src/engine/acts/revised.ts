import type { Event } from '../../model/event.ts';
import type { Message, Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { placeNames } from '../field-names.ts';
import type { Reaction } from '../reaction.ts';
import { line, rows, said } from '../scene.ts';
import { factById, shown } from '../self-check.ts';
import { clean, shorten } from '../text.ts';
import { toldFields } from '../told-fields.ts';
import { places } from '../walk.ts';
import { say } from '../wording.ts';
import { REPEAT_LIMIT } from './answers.ts';
import { takeForm, takePaste } from './bulk.ts';

/** Messages whose use is remembered, the newest. Nobody edits what is further back than that. */
const MOST_REMEMBERED = 20;

const changedKeys = <T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>): string[] =>
  Object.keys(after).filter(key => JSON.stringify(before[key]) !== JSON.stringify(after[key]));

/** The session, remembering which answers the person's message gave: she may edit it or take it back later. */
export const remembering = (before: Session, after: Session, { body, message }: Event): Session => {
  if (body.kind !== 'text' || message === undefined) return after;
  const facts = changedKeys(before.facts, after.facts);
  const fields = [
    ...changedKeys(before.answers, after.answers),
    ...changedKeys(before.proposed, after.proposed),
  ];
  if (facts.length === 0 && fields.length === 0) return after;
  return { ...after, messages: [...after.messages, { id: message, facts, fields }].slice(-MOST_REMEMBERED) };
};

/** The answers a message gave, as label and value, those that still stand. */
const answersOf = (ctx: Context, session: Session, given: Message): [string, string][] => {
  const labels = placeNames(ctx.pack.form, places(ctx.pack.form, session));
  return [
    ...given.facts
      .filter(fact => fact in session.facts)
      .map((id): [string, string] => {
        const fact = factById(ctx, id);
        return [fact.title, shown(ctx, fact, session.facts[id]!)];
      }),
    ...given.fields.flatMap((id): [string, string][] => {
      const value = session.answers[id]?.value;
      return value === undefined ? [] : [[labels.get(id) ?? id, value]];
    }),
  ];
};

/** What an edited sentence tells of the fields it told of before. */
const takeTelling = (ctx: Context, session: Session, given: Message, edited: string): Reaction | null => {
  const told = toldFields(ctx, { ...session, prompt: null }, edited);
  const values = (told?.values ?? []).filter(({ place }) => given.fields.includes(place));
  return values.length === 0
    ? null
    : takeForm(ctx, session, Object.fromEntries(values.map(({ place, value }) => [place, value])));
};

/** A message was edited: the answers it gave are named, and what it says now is offered for them. */
export const takeEdit = (ctx: Context, session: Session, id: string, edited: string): Reaction => {
  const given = session.messages.find(message => message.id === id);
  const standing = given ? answersOf(ctx, session, given) : [];
  if (!given || standing.length === 0) return { session, notes: [line(ctx, 'edit.unused')] };
  const named = [
    line(ctx, 'edit.used'),
    rows(standing),
    line(ctx, 'edit.now'),
    said(shorten(clean(edited), REPEAT_LIMIT)),
  ];
  const [field] = given.fields;
  if (field === undefined) {
    const [fact] = given.facts as [string];
    return {
      session,
      notes: named,
      scene: {
        blocks: [line(ctx, 'edit.fact')],
        question: {
          asks: { kind: 'amend' },
          options: [
            { means: { kind: 'settle', fact }, label: say(ctx.pack, 'edit.again'), style: 'primary' },
            { means: { kind: 'back' }, label: say(ctx.pack, 'edit.keep') },
          ],
        },
      },
    };
  }
  const offered =
    given.fields.length === 1
      ? takeForm(ctx, session, { [field]: edited })
      : (takeTelling(ctx, session, given, edited) ?? takePaste(ctx, session, edited));
  return { ...offered, notes: [...named, ...(offered.notes ?? [])] };
};

/** A message was taken back: its answers stay until the person says otherwise, and she is told so. */
export const takeRecall = (ctx: Context, session: Session, id: string): Reaction => {
  const given = session.messages.find(message => message.id === id);
  const standing = given ? answersOf(ctx, session, given) : [];
  if (standing.length === 0) return { session, scene: 'nothing' };
  return {
    session,
    notes: [line(ctx, 'recall.kept'), rows(standing), line(ctx, 'recall.how')],
  };
};
