import type { EventBody } from '../model/event.ts';
import { traitsOf } from '../model/pack/field-kinds.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { type Place, placeLabel, places } from './walk.ts';
import { say } from './wording.ts';

/** The question that a quoted message of ours asked. */
export type Quoted =
  | { readonly kind: 'field'; readonly place: Place }
  | { readonly kind: 'fact'; readonly fact: string };

type TextBody = Extract<EventBody, { kind: 'text' }>;

const squeezed = (text: string): string => text.replace(/\s/g, '');

/** The questions of the form and the self-check that stand in words of ours. */
const questionsIn = (ctx: Context, session: Session, quotes: string): Quoted[] => {
  const words = squeezed(quotes);
  const { pack } = ctx;
  const fields = places(pack.form, session)
    .filter(place => {
      const label = placeLabel(place);
      const asks =
        place.field.ask ?? say(pack, traitsOf(place.field).choose ? 'form.choose' : 'form.ask', { label });
      return words.includes(squeezed(asks)) || words.includes(squeezed(say(pack, 'form.change', { label })));
    })
    .map((place): Quoted => ({ kind: 'field', place }));
  const facts = pack.eligibility.facts
    .filter(({ ask }) => words.includes(squeezed(ask)))
    .map(({ id }): Quoted => ({ kind: 'fact', fact: id }));
  return [...fields, ...facts];
};

/** What one message of hers answered, when she replies to it herself. */
const answeredBy = (ctx: Context, session: Session, message: string): Quoted[] => {
  const given = session.messages.find(({ id }) => id === message);
  if (!given) return [];
  return [
    ...places(ctx.pack.form, session)
      .filter(({ id }) => given.fields.includes(id))
      .map((place): Quoted => ({ kind: 'field', place })),
    ...given.facts.map((fact): Quoted => ({ kind: 'fact', fact })),
  ];
};

/**
 * The question somebody replies to, by the words of ours that she quoted, or by her own answer: another than the open one.
 * Null where it is the open one, or none or several are meant.
 */
export const quotedQuestion = (ctx: Context, session: Session, body: TextBody): Quoted | null => {
  const open = session.prompt?.asks;
  const [only, another] = [
    ...(body.quotes === undefined ? [] : questionsIn(ctx, session, body.quotes)),
    ...(body.repliesTo === undefined ? [] : answeredBy(ctx, session, body.repliesTo)),
  ];
  if (!only || another) return null;
  const isOpen =
    only.kind === 'field'
      ? open?.kind === 'field' && open.field === only.place.id
      : open?.kind === 'fact' && open.fact === only.fact;
  return isOpen ? null : only;
};

const brackets: Readonly<Record<string, string>> = { '「': '」', '“': '”', '"': '"' };
const isRule = (line: string): boolean => /^[-－–—─]{3,}$/.test(line.replace(/\s/g, ''));

/** A quoted message that stands in the text itself, between brackets and over a ruled line; null: there is none. */
const writtenQuote = (text: string): { readonly quotes: string; readonly text: string } | null => {
  const lines = text.trim().split('\n');
  const rule = lines.findIndex(isRule);
  const quoted = lines.slice(0, Math.max(rule, 0)).join('\n').trim();
  const rest = lines
    .slice(rule + 1)
    .join('\n')
    .trim();
  const closing = brackets[quoted[0] ?? ''];
  return closing === undefined || !quoted.endsWith(closing) || rest === ''
    ? null
    : { quotes: quoted.slice(1, -1), text: rest };
};

/**
 * A message as it was meant where the platform writes the quoted one into its text (WeChat, and WeCom, which give no other
 * sign of it). What somebody quotes that asks nothing of ours belongs to what she says.
 */
export const withoutQuote = (ctx: Context, session: Session, body: TextBody): TextBody => {
  const written = body.quotes === undefined ? writtenQuote(body.text) : null;
  return written && questionsIn(ctx, session, written.quotes).length > 0 ? { ...body, ...written } : body;
};
