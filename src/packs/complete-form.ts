import type { Eligibility, Fact } from '../model/pack/eligibility.ts';
import { optionsOf, traitsOf } from '../model/pack/field-kinds.ts';
import type { Field, Form } from '../model/pack/form.ts';

const yesNo: Readonly<Record<string, { value: string }>> = { true: { value: '是' }, false: { value: '否' } };

/** What a fact's answers are called in a field that says nothing else about them: the same. */
const sameWords = (field: Field, fact: Fact): Readonly<Record<string, { value: string }>> => {
  if (fact.type === 'boolean') return yesNo;
  const printed = optionsOf(field).map(({ value }) => value);
  return Object.fromEntries(
    (fact.options ?? [])
      .filter(({ value }) => printed.length === 0 || printed.includes(value))
      .map(({ value }) => [value, { value }]),
  );
};

/** Who says nothing of how answers are translated means that they are the same, options included. */
const complete = (field: Field, fact: Fact): Field => {
  if (Object.keys(field.from!.map).length > 0) return field;
  const listed =
    traitsOf(field).needs === 'options' && field.options === undefined
      ? { ...field, options: fact.options?.map(({ value, aliases }) => ({ value, aliases })) }
      : field;
  return { ...listed, from: { ...listed.from!, map: { ...sameWords(listed, fact) } } };
};

/** A form whose author said once what the self-check says already: options and answers are taken from the fact. */
export const completeForm = (form: Form, eligibility: Eligibility): Form => ({
  ...form,
  sections: form.sections.map(section => ({
    ...section,
    fields: section.fields.map(field => {
      const fact = eligibility.facts.find(({ id }) => id === field.from?.fact);
      return fact ? complete(field, fact) : field;
    }),
  })),
});
