import type { FieldComparison, FormCondition } from '../../model/pack/eligibility.ts';
import { optionsOf } from '../../model/pack/field-kinds.ts';
import type { Field, Form, FormSection } from '../../model/pack/form.ts';
import { didYouMean } from '../suggest.ts';
import { checkCondition, type FactIndex, factsIn } from './conditions.ts';
import type { Place, Reporter } from './reporter.ts';

type Parts =
  | { readonly kind: 'parts'; readonly parts: readonly (readonly [FormCondition, ...(string | number)[]])[] }
  | { readonly kind: 'field'; readonly comparison: FieldComparison }
  | { readonly kind: 'fact'; readonly condition: Extract<FormCondition, { fact: string }> };

const partsOf = (condition: FormCondition): Parts => {
  if ('all' in condition)
    return { kind: 'parts', parts: condition.all.map((part, i) => [part, 'all', i] as const) };
  if ('any' in condition)
    return { kind: 'parts', parts: condition.any.map((part, i) => [part, 'any', i] as const) };
  if ('not' in condition) return { kind: 'parts', parts: [[condition.not, 'not']] };
  return 'field' in condition ? { kind: 'field', comparison: condition } : { kind: 'fact', condition };
};

/** Facts and fields that a condition of the form looks at. */
const lookedAt = (condition: FormCondition, kind: 'fact' | 'field'): string[] => {
  const parts = partsOf(condition);
  if (parts.kind === 'parts') return parts.parts.flatMap(([part]) => lookedAt(part, kind));
  if (parts.kind === 'field') return kind === 'field' ? [parts.comparison.field] : [];
  return kind === 'fact' ? factsIn(parts.condition) : [];
};
export const factsLookedAt = (condition: FormCondition): string[] => lookedAt(condition, 'fact');

const measured: ReadonlySet<Field['kind']> = new Set(['number', 'money', 'percent', 'date', 'year-month']);
const dated: ReadonlySet<Field['kind']> = new Set(['date', 'year-month']);

const checkComparison = (
  field: Field,
  comparison: FieldComparison,
  [file, path]: Place,
  reporter: Reporter,
): void => {
  if ('filled' in comparison) return;
  if ('is' in comparison || 'in' in comparison) {
    const wanted = 'is' in comparison ? [comparison.is] : comparison.in;
    const options = optionsOf(field).map(({ value }) => value);
    for (const value of wanted) {
      const printed = value === true ? '是' : value === false ? '否' : value;
      if (options.length > 0 && !options.includes(printed))
        reporter.error(
          [file, [...path, 'is' in comparison ? 'is' : 'in']],
          'field:unknown-option',
          `「${field.id}」没有选项“${printed}”`,
          didYouMean(printed, options),
        );
    }
    return;
  }
  const isDate = dated.has(field.kind);
  const bounds =
    'within' in comparison ? comparison.within : 'before' in comparison ? [comparison.before] : [];
  const fits =
    measured.has(field.kind) &&
    (isDate ? bounds.length > 0 : !('before' in comparison)) &&
    bounds.every(bound => (typeof bound === 'string') === isDate);
  if (!fits)
    reporter.error(
      [file, path],
      'field:unfit-comparison',
      `栏目「${field.id}」不能这样比较`,
      isDate
        ? '日期用 before 或 within，写成 2022-09-01'
        : measured.has(field.kind)
          ? '数字用 atLeast、atMost 或 within，金额写元，比例 3% 写 0.03'
          : '选择栏目用 is 或 in；只看填没填，写 filled: true',
    );
};

/** Fields that a condition in this section can look at: those of the same entry, then all that do not repeat. */
const inReach = (form: Form, section: FormSection | null): ReadonlyMap<string, Field> =>
  new Map([
    ...form.sections
      .filter(({ repeat }) => !repeat)
      .flatMap(({ fields }) => fields.map(field => [field.id, field] as const)),
    ...(section?.repeat ? section.fields.map(field => [field.id, field] as const) : []),
  ]);

/** Whether asking `from` waits for its own answer. */
const waitsForItself = (reach: ReadonlyMap<string, Field>, from: string): boolean => {
  const seen = new Set<string>();
  const visit = (id: string): boolean => {
    const { when } = reach.get(id) ?? {};
    return (when ? lookedAt(when, 'field') : []).some(
      next => next === from || (!seen.has(next) && seen.add(next) !== undefined && visit(next)),
    );
  };
  return visit(from);
};

/** Everything a condition looks at exists and can be compared so. */
const checkFormCondition = (
  reach: ReadonlyMap<string, Field>,
  condition: FormCondition,
  [file, path]: Place,
  facts: FactIndex,
  reporter: Reporter,
): void => {
  const parts = partsOf(condition);
  if (parts.kind === 'parts') {
    for (const [part, ...steps] of parts.parts)
      checkFormCondition(reach, part, [file, [...path, ...steps]], facts, reporter);
  } else if (parts.kind === 'fact') checkCondition(parts.condition, [file, path], facts, reporter);
  else {
    const { field: id } = parts.comparison;
    const other = reach.get(id);
    if (other) checkComparison(other, parts.comparison, [file, path], reporter);
    else
      reporter.error(
        [file, [...path, 'field']],
        'field:unknown',
        `没有栏目「${id}」`,
        didYouMean(id, [...reach.keys()]),
      );
  }
};

/** Of a field: besides, it can be known before. */
export const checkWhen = (
  form: Form,
  section: FormSection,
  field: Field,
  place: Place,
  facts: FactIndex,
  reporter: Reporter,
): void => {
  const reach = inReach(form, section);
  checkFormCondition(reach, field.when!, place, facts, reporter);
  if (waitsForItself(reach, field.id))
    reporter.error(
      place,
      'field:when-circle',
      `「${field.id}」要先填了它自己才会问到`,
      '改成看别的栏目或自测的事项',
    );
};

/** Of a paper to hand in. */
export const checkApplies = (
  form: Form,
  condition: FormCondition,
  place: Place,
  facts: FactIndex,
  reporter: Reporter,
): void => checkFormCondition(inReach(form, null), condition, place, facts, reporter);
