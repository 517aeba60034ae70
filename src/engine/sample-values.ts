import type { FactValue } from '../model/fact.ts';
import { optionsOf, SEVERAL, traitsOf } from '../model/pack/field-kinds.ts';
import type { Field } from '../model/pack/form.ts';
import type { PromptOption } from '../model/prompt.ts';
import type { Session } from '../model/session.ts';
import type { Context } from './context.ts';
import { around } from './fields/around.ts';
import { readField } from './fields/registry.ts';
import { judge } from './judge.ts';
import type { Place } from './walk.ts';

/** Whether an answer to the self-check leaves nothing to mend and opens no block of the form. */
const isSmooth = ({ pack }: Context, session: Session, fact: string, value: FactValue): boolean => {
  const verdict = judge(pack, { ...session.facts, [fact]: value }, null);
  const named = [...verdict.unmet, ...verdict.todo].some(finding => finding.fact === fact);
  const opens = pack.form.sections.some(({ repeat }) => repeat?.fact === fact) && value === true;
  return !named && !opens;
};

/** The option of a question of the self-check that an applicant without any trouble would choose; its index. */
export const smoothOption = (
  ctx: Context,
  session: Session,
  fact: string,
  options: readonly PromptOption[],
): number => {
  const smooth = options.findIndex(
    ({ means }) => means.kind === 'fact' && means.value !== null && isSmooth(ctx, session, fact, means.value),
  );
  return Math.max(0, smooth);
};

const written = (field: Field): string[] => {
  const { example } = field;
  // An author's 某某 holds the place of a name and is refused as one.
  return [
    ...(example ? [example.replaceAll('某某', '演练')] : []),
    traitsOf(field).example,
    `${field.label}（演练）`,
  ];
};

/** A value that a place takes, made from its own examples; null where none of them is taken. */
export const sampleValue = (ctx: Context, place: Place): string | null => {
  const { field } = place;
  const options = optionsOf(field).map(({ value }) => value);
  if (traitsOf(field).choose === 'several') return options.slice(0, 2).join(SEVERAL);
  if (options.length > 0) return options[0]!;
  const surroundings = around(ctx, place);
  return written(field).find(text => text !== '' && readField(field, text, surroundings).ok) ?? null;
};
