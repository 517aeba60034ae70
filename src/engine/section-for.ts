import type { Contacts } from '../model/pack/contacts.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';

/** Section in charge of what the applicant chose; the fallback where the office mapped nothing. */
export const sectionFor = (
  ctx: Pick<Context, 'pack'>,
  state: Pick<Session, 'facts' | 'answers'>,
): { readonly section: Contacts['sections'][number]; readonly mapped: boolean; readonly known: boolean } => {
  const { contacts, form } = ctx.pack;
  const values = [
    ...Object.values(state.facts).filter(value => typeof value === 'string'),
    (form.domain === undefined ? undefined : state.answers[form.domain]?.value) ?? '',
  ];
  const key = values.find(value => Object.hasOwn(contacts.routing, value));
  const id = key === undefined ? contacts.fallback : contacts.routing[key]!;
  const section = contacts.sections.find(candidate => candidate.id === id) ?? contacts.sections[0]!;
  return { section, mapped: key !== undefined, known: values.some(value => value !== '') };
};
