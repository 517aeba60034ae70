import type { FactValue } from '../model/fact.ts';
import type { Field } from '../model/pack/form.ts';
import type { HeardFact, Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { contradicts } from './discrepancies.ts';
import { factById } from './self-check.ts';
import { places } from './walk.ts';

/** The facts a value of a field may stand for. Several where the form prints one thing for what the notice keeps apart. */
const factsBehind = (ctx: Context, field: Field, value: string): FactValue[] => {
  const fact = field.from && factById(ctx, field.from.fact);
  if (!field.from || (fact?.type !== 'choice' && fact?.type !== 'boolean')) return [];
  return Object.entries(field.from.map).flatMap(([key, mapped]): FactValue[] =>
    mapped.value === value ? [fact.type === 'boolean' ? key === 'true' : key] : [],
  );
};

/**
 * What newly given values say of the facts they follow from, where that is something new and only one thing: 企业 as the
 * unit's nature is the unit's type. Where another answer of the form still says what the self-check said, they differ, and
 * nobody can tell which is right.
 */
export const factsFromForm = (ctx: Context, session: Session, given: readonly string[]): HeardFact[] => {
  const all = places(ctx.pack.form, session);
  return all
    .filter(({ id, field }) => given.includes(id) && field.from !== undefined)
    .flatMap(({ id, field }): HeardFact[] => {
      const { value } = session.answers[id]!;
      const fact = field.from!.fact;
      const behind = factsBehind(ctx, field, value);
      const [only] = behind;
      if (behind.length !== 1 || only === undefined || behind.includes(session.facts[fact] ?? null))
        return [];
      const others = all.filter(
        place => place.id !== id && place.field.from?.fact === fact && place.id in session.answers,
      );
      return others.some(place => contradicts(place.field, session.answers[place.id]!.value, only))
        ? []
        : [{ fact, value: only, words: `${field.label}：${value}` }];
    });
};
