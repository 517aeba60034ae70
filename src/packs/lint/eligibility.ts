import type { Criterion, Fact } from '../../model/pack/eligibility.ts';
import type { Pack } from '../../model/pack/pack.ts';
import {
  checkCondition,
  checkFactExists,
  choicesOf,
  type FactIndex,
  factIndex,
  factsIn,
} from './conditions.ts';
import { factsLookedAt } from './form-conditions.ts';
import type { Reporter } from './reporter.ts';
import { checkUnique } from './unique.ts';

const file = 'eligibility.yaml';

/** Most answer combinations of one criterion; the engine tries them all each turn to find what is still worth asking. */
const mostCombinations = 500;

const checkFact = (fact: Fact, index: number, reporter: Reporter): void => {
  const path = ['facts', index];
  const options = fact.options ?? [];
  if (fact.type === 'choice' && options.length < 2) {
    reporter.error(
      [file, [...path, ...(fact.options ? ['options'] : [])]],
      'fact:no-options',
      `选择题「${fact.id}」至少要有两个选项`,
      '在 options 里列出选项',
    );
  }
  if (fact.type !== 'choice' && fact.options) {
    reporter.errorAtKey(
      [file, [...path, 'options']],
      'fact:needless-options',
      `「${fact.id}」不是选择题，不能有选项`,
      '删去 options，或把 type 改成 choice',
    );
  }
  checkUnique(
    file,
    [...path, 'options'],
    options.map(option => option.value),
    'value',
    '选项',
    reporter,
  );

  const meaning = new Map<string, string>();
  const claim = (words: string, value: string, steps: (string | number)[]) => {
    const other = meaning.get(words);
    if (other !== undefined && other !== value) {
      reporter.warning(
        [file, [...path, ...steps]],
        'fact:ambiguous-word',
        `“${words}”同时指“${other}”和“${value}”`,
        '只留一处',
      );
    }
    meaning.set(words, value);
  };
  for (const [i, option] of options.entries()) {
    claim(option.value, option.value, ['options', i, 'value']);
    for (const [j, alias] of option.aliases.entries())
      claim(alias, option.value, ['options', i, 'aliases', j]);
  }
  for (const [i, words] of fact.nouns.entries()) claim(words, '是', ['nouns', i]);
  for (const [i, words] of fact.not.entries()) claim(words, '否', ['not', i]);
  for (const [i, words] of fact.yes.entries()) claim(words, '是', ['yes', i]);
  for (const [i, words] of fact.no.entries()) claim(words, '否', ['no', i]);
};

const checkCriterion = (criterion: Criterion, index: number, facts: FactIndex, reporter: Reporter): void => {
  const path = ['criteria', index];
  if (criterion.fact !== undefined) {
    checkFactExists(facts, criterion.fact, [file, [...path, 'fact']], reporter);
  }
  if (criterion.kind !== 'judged') {
    for (const key of ['fact', 'require'] as const) {
      if (criterion[key] === undefined) {
        reporter.error(
          [file, path],
          'criterion:incomplete',
          `「${criterion.id}」是${criterion.kind === 'gate' ? '硬性条件' : '准备事项'}，缺少 ${key}`,
          key === 'fact' ? '写明看哪个事项' : '写明怎样才算符合；由专家评判的，把 kind 改成 judged',
        );
      }
    }
  }
  const conditions = (['when', 'require', 'confirm'] as const).flatMap(key => {
    const condition = criterion[key];
    return condition === undefined ? [] : [{ key, condition }];
  });
  for (const { key, condition } of conditions)
    checkCondition(condition, [file, [...path, key]], facts, reporter);

  const used = new Set(conditions.flatMap(({ condition }) => factsIn(condition)));
  const combinations = [...used].reduce((product, id) => {
    const fact = facts.get(id);
    return product * (fact ? choicesOf(fact) : 1);
  }, 1);
  if (combinations > mostCombinations) {
    reporter.error(
      [file, path],
      'criterion:too-wide',
      `「${criterion.id}」牵涉的事项太多（${combinations} 种组合）`,
      '拆成几条',
    );
  }
};

/** Facts and criteria fit together; every fact is of use. */
export const checkEligibility = ({ eligibility, form }: Pack, reporter: Reporter): void => {
  const facts = factIndex(eligibility);
  checkUnique(
    file,
    ['facts'],
    eligibility.facts.map(fact => fact.id),
    'id',
    '事项编号',
    reporter,
  );
  checkUnique(
    file,
    ['criteria'],
    eligibility.criteria.map(criterion => criterion.id),
    'id',
    '要求编号',
    reporter,
  );
  for (const [index, fact] of eligibility.facts.entries()) checkFact(fact, index, reporter);
  for (const [index, criterion] of eligibility.criteria.entries()) {
    checkCriterion(criterion, index, facts, reporter);
  }

  const used = new Set([
    ...eligibility.criteria.flatMap(criterion => [
      ...(criterion.fact === undefined ? [] : [criterion.fact]),
      ...[criterion.when, criterion.require, criterion.confirm].flatMap(part => (part ? factsIn(part) : [])),
    ]),
    ...form.checklist.flatMap(({ applies }) => (applies ? factsLookedAt(applies) : [])),
    ...form.sections.flatMap(section => [
      ...(section.repeat?.fact === undefined ? [] : [section.repeat.fact]),
      ...section.fields.flatMap(field => [
        ...(field.from ? [field.from.fact] : []),
        ...(field.when ? factsLookedAt(field.when) : []),
      ]),
    ]),
  ]);
  for (const [index, fact] of eligibility.facts.entries()) {
    if (!used.has(fact.id)) {
      reporter.warning(
        [file, ['facts', index, 'id']],
        'fact:unused',
        `事项「${fact.id}」没有用到`,
        '删去它，或写一条用到它的要求',
      );
    }
  }
};
