import { traitsOf } from '../model/pack/field-kinds.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { type Place, placeLabel, places } from './walk.ts';
import { say } from './wording.ts';

/** The question that a quoted message of ours asked. */
export type Quoted =
  | { readonly kind: 'field'; readonly place: Place }
  | { readonly kind: 'fact'; readonly fact: string };

const squeezed = (text: string): string => text.replace(/\s/g, '');

/**
 * The question somebody replies to, by the words of the message she quoted: another than the open one. Null where it is the
 * open one, or the quoted words ask none or several.
 */
export const quotedQuestion = (ctx: Context, session: Session, quotes: string): Quoted | null => {
  const words = squeezed(quotes);
  const { pack } = ctx;
  const open = session.prompt?.asks;
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
  const [only, another] = [...fields, ...facts];
  if (!only || another) return null;
  const isOpen =
    only.kind === 'field'
      ? open?.kind === 'field' && open.field === only.place.id
      : open?.kind === 'fact' && open.fact === only.fact;
  return isOpen ? null : only;
};
