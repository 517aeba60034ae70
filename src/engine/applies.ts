import type { FieldComparison, FormCondition } from '../model/pack/eligibility.ts';
import type { Field } from '../model/pack/form.ts';
import { measuredAs } from './fields/measured.ts';
import { and, evaluate, type Facts, not, or, type Truth } from './logic.ts';

/** Another answer of the form, if it was given and still applies. */
export type AnswerTo = (field: string) => { readonly field: Field; readonly value: string } | null;

/** What is known of a form: facts told, and answers by the ids conditions use. */
interface Known {
  readonly facts: Facts;
  readonly answerTo: AnswerTo;
}

/** A yes or no may be written `true`: 是. */
const asPrinted = (value: string | boolean): string =>
  value === true ? '是' : value === false ? '否' : value;

const holdsFor = (condition: FieldComparison, answerTo: AnswerTo): Truth => {
  const answer = answerTo(condition.field);
  if ('filled' in condition) return (answer !== null) === condition.filled;
  if (!answer) return null;
  const values = measuredAs(answer.field, answer.value);
  if ('is' in condition) return values.includes(asPrinted(condition.is));
  if ('in' in condition) return condition.in.some(option => values.includes(asPrinted(option)));
  const { field, ...comparison } = condition;
  return or(values.map(value => evaluate({ fact: field, ...comparison }, { [field]: value })));
};

/** Whether a condition of the form holds; null while nobody can tell. */
export const holds = (condition: FormCondition, known: Known): Truth => {
  if ('all' in condition) return and(condition.all.map(part => holds(part, known)));
  if ('any' in condition) return or(condition.any.map(part => holds(part, known)));
  if ('not' in condition) return not(holds(condition.not, known));
  return 'field' in condition ? holdsFor(condition, known.answerTo) : evaluate(condition, known.facts);
};
