import { SEVERAL, traitsOf } from '../../model/pack/field-kinds.ts';
import { type Field, type Form, type FormSection, writtenAt } from '../../model/pack/form.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { didYouMean } from '../suggest.ts';
import { checkFactExists, type FactIndex, factIndex, valuesOf } from './conditions.ts';
import { checkApplies, checkWhen } from './form-conditions.ts';
import type { Reporter } from './reporter.ts';
import { checkUnique } from './unique.ts';

const file = 'form.yaml';

type Path = readonly (string | number)[];

const checkFrom = (field: Field, path: Path, facts: FactIndex, reporter: Reporter): void => {
  if (!field.from) return;
  const fact = checkFactExists(facts, field.from.fact, [file, [...path, 'from', 'fact']], reporter);
  const options = field.options?.map(option => option.value);
  for (const [answer, { value }] of Object.entries(field.from.map)) {
    const at = [...path, 'from', 'map', answer];
    const answers = fact ? valuesOf(fact).map(String) : [answer];
    if (!answers.includes(answer)) {
      reporter.errorAtKey(
        [file, at],
        'fact:unknown-value',
        `事项「${fact?.id}」没有“${answer}”这个答案`,
        didYouMean(answer, answers),
      );
    }
    if (options && !options.includes(value)) {
      reporter.error(
        [file, [...at, 'value']],
        'field:unknown-option',
        `「${field.id}」没有选项“${value}”`,
        didYouMean(value, options),
      );
    }
  }
};

const checkField = (field: Field, path: Path, facts: FactIndex, reporter: Reporter): void => {
  const place = (key: string) => [file, [...path, key]] as const;
  const { needs, personal } = traitsOf(field);
  if (needs === 'options' && (field.options?.length ?? 0) < 2) {
    reporter.error(
      field.options ? place('options') : [file, path],
      'field:no-options',
      `选择栏目「${field.id}」至少要有两个选项`,
      '在 options 里照表列出',
    );
  }
  if (needs !== 'options' && field.options) {
    reporter.errorAtKey(
      place('options'),
      'field:needless-options',
      `「${field.id}」不是选择栏目，不能有选项`,
      '删去 options，或把 kind 改成 choice',
    );
  }
  if (needs === 'compose' && !field.compose) {
    reporter.error(
      [file, path],
      'field:no-compose',
      `「${field.id}」缺少 compose`,
      '写明前后固定的文字 before、after 和依据 clause',
    );
  }
  if (needs !== 'compose' && field.compose) {
    reporter.errorAtKey(
      place('compose'),
      'field:needless-compose',
      `「${field.id}」不能有 compose`,
      '删去它，或把 kind 改成 composed',
    );
  }
  if (personal !== null && !field.personal) {
    reporter.warning(
      place('kind'),
      'field:personal',
      `「${field.id}」是个人信息，没有标明`,
      '加上 personal: true',
    );
  }
  if (field.unit && field.kind !== 'number' && field.kind !== 'money') {
    reporter.errorAtKey(
      place('unit'),
      'field:needless-unit',
      `「${field.id}」不能有 unit`,
      '删去 unit，或把 kind 改成 number、money',
    );
  }
  const options = field.options ?? [];
  for (const [index, { value }] of options.entries()) {
    if (traitsOf(field).choose === 'several' && value.includes(SEVERAL)) {
      reporter.error(
        [file, [...path, 'options', index, 'value']],
        'field:option-separator',
        `多选栏目「${field.id}」的选项不能含“${SEVERAL}”`,
        '换成别的标点',
      );
    }
  }
  checkUnique(
    file,
    [...path, 'options'],
    options.map(option => option.value),
    'value',
    '选项',
    reporter,
  );
  checkFrom(field, path, facts, reporter);
};

const checkSection = (
  form: Form,
  section: FormSection,
  path: Path,
  facts: FactIndex,
  reporter: Reporter,
): void => {
  checkUnique(
    file,
    [...path, 'fields'],
    section.fields.map(field => field.id),
    'id',
    '栏目编号',
    reporter,
  );
  // The columns of a table are written once.
  const columns = section.rows ? section.fields.length / section.rows.length : section.fields.length;
  for (const [index, field] of section.fields.slice(0, columns).entries()) {
    const at = [...path, 'fields', index];
    checkField(field, at, facts, reporter);
    if (field.when) checkWhen(form, section, field, [file, [...at, 'when']], facts, reporter);
  }
  const { repeat, rows } = section;
  if (rows && repeat)
    reporter.errorAtKey(
      [file, [...path, 'rows']],
      'form:rows-repeat',
      `「${section.id}」不能又有固定的行（rows）又可重复（repeat）`,
      '行数固定的用 rows，由填报人增加的用 repeat',
    );
  if (!repeat) return;
  if (repeat.printed > repeat.max) {
    reporter.error(
      [file, [...path, 'repeat', 'printed']],
      'form:printed',
      `空白块数 ${repeat.printed} 多于最多项数 ${repeat.max}`,
      '改小 printed',
    );
  }
  if (repeat.fact === undefined) return;
  const fact = checkFactExists(facts, repeat.fact, [file, [...path, 'repeat', 'fact']], reporter);
  if (fact && fact.type !== 'boolean') {
    reporter.error(
      [file, [...path, 'repeat', 'fact']],
      'fact:not-boolean',
      `事项「${fact.id}」不是是非题`,
      '这里要用是非题',
    );
  }
};

/** How notices write a number of copies. */
const countsOf = (copies: number): string[] => {
  const words = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十'][copies];
  return [`${copies}份`, ...(words === undefined ? [] : [`${words}份`]), ...(copies === 2 ? ['二份'] : [])];
};

const checkPapers = (
  { form, clauses }: Pick<Pack, 'form' | 'clauses'>,
  facts: FactIndex,
  reporter: Reporter,
): void => {
  const groups = form.sections.filter(section => section.repeat).map(section => section.id);
  const checkGroup = (group: string | undefined, path: Path) => {
    if (group !== undefined && !groups.includes(group)) {
      reporter.error(
        [file, path],
        'form:unknown-group',
        `没有可重复的部分「${group}」`,
        didYouMean(group, groups),
      );
    }
  };
  checkUnique(
    file,
    ['blanks'],
    form.blanks.map(blank => blank.id),
    'id',
    '留白编号',
    reporter,
  );
  checkUnique(
    file,
    ['checklist'],
    form.checklist.map(item => item.id),
    'id',
    '材料编号',
    reporter,
  );
  for (const [index, blank] of form.blanks.entries()) checkGroup(blank.group, ['blanks', index, 'group']);
  for (const [index, item] of form.checklist.entries()) {
    checkGroup(item.group, ['checklist', index, 'group']);
    if (item.when === 'has-group' && item.group === undefined) {
      reporter.error(
        [file, ['checklist', index, 'when']],
        'form:no-group',
        `「${item.id}」没有写明看哪一部分`,
        '加上 group: …',
      );
    }
    if (item.applies)
      checkApplies(form, item.applies, [file, ['checklist', index, 'applies']], facts, reporter);
    const copies = item.copies === undefined ? [] : countsOf(item.copies);
    const cited = item.cites.map(({ clause, quote }) => quote ?? clauses.get(clause)?.text ?? '').join('\n');
    if (copies.length > 0 && !copies.some(count => cited.includes(count)))
      reporter.warning(
        [file, ['checklist', index, 'copies']],
        'form:copies',
        `「${item.id}」的 ${item.copies} 份不在所引的原文里`,
        '照原文写份数，cites 引到写份数的那一句',
      );
    if (item.blocks)
      checkFactExists(facts, item.blocks.fact, [file, ['checklist', index, 'blocks', 'fact']], reporter);
  }
};

/** A contradiction tied to an answer names a field of the form and one of its options. */
const checkRulings = ({ form, manifest }: Pick<Pack, 'form' | 'manifest'>, reporter: Reporter): void => {
  const fields = new Map(form.sections.flatMap(section => section.fields).map(field => [field.id, field]));
  for (const [i, { on }] of manifest.conflicts.entries()) {
    for (const [j, { field: id, value }] of on.entries()) {
      const path = ['conflicts', i, 'on', j];
      const field = fields.get(id);
      const options = field?.options?.map(option => option.value);
      if (!field) {
        reporter.error(
          ['pack.yaml', [...path, 'field']],
          'field:unknown',
          `没有栏目「${id}」`,
          didYouMean(id, [...fields.keys()]),
        );
      } else if (options && !options.includes(value)) {
        reporter.error(
          ['pack.yaml', [...path, 'value']],
          'field:unknown-option',
          `「${id}」没有选项“${value}”`,
          didYouMean(value, options),
        );
      }
    }
  }
};

/** A reviewer and the person who fills in see labels: two of the same place and name cannot be told apart. */
const checkLabels = (section: FormSection, path: Path, reporter: Reporter): void => {
  const labels = new Map<string, string>();
  const names = new Map<string, string>();
  for (const [index, { id, label, clause, aliases }] of section.fields.entries()) {
    const key = `${clause} ${label.replace(/\s/gu, '')}`;
    const other = labels.get(key);
    if (other !== undefined)
      reporter.warning(
        [file, [...path, 'fields', writtenAt(section, index), 'label']],
        'field:same-label',
        `「${id}」与「${other}」的 label 都是“${label}”，填报人和审核人分不清`,
        '在 label 里写明是哪一处，如“联系电话（负责人）”',
      );
    labels.set(key, id);
    for (const [i, alias] of aliases.entries()) {
      const owner = names.get(alias);
      if (owner !== undefined && owner !== id)
        reporter.warning(
          [file, [...path, 'fields', writtenAt(section, index), 'aliases', i]],
          'field:ambiguous-alias',
          `“${alias}”同时是「${owner}」和「${id}」的叫法`,
          '只留一处',
        );
      names.set(alias, id);
    }
  }
};

/** An example that its own field refuses misleads everybody who follows it. */
export const checkExamples = (
  { form, manifest }: Pick<Pack, 'form' | 'manifest'>,
  takes: (field: Field, text: string, today: string) => boolean,
  reporter: Reporter,
): void => {
  for (const [i, section] of form.sections.entries())
    for (const [j, field] of section.fields.entries())
      for (const example of field.example === undefined ? [] : field.example.split(/\s+或\s+/u))
        if (!takes(field, example, manifest.window.opens))
          reporter.warning(
            [file, ['sections', i, 'fields', writtenAt(section, j), 'example']],
            'field:example',
            `「${field.id}」的例子“${example}”填不进这一栏（${traitsOf(field).expects}）`,
            '改正例子，或改 kind',
          );
};

/** Fields, groups, suggestions and papers fit together and with the facts. */
export const checkForm = ({ form, eligibility, manifest, clauses }: Pack, reporter: Reporter): void => {
  const facts = factIndex(eligibility);
  checkUnique(
    file,
    ['sections'],
    form.sections.map(section => section.id),
    'id',
    '部分编号',
    reporter,
  );

  // Answers of plain fields share one name space, with each other and with the groups.
  const owner = new Map(
    form.sections.filter(section => section.repeat).map(section => [section.id, section.id]),
  );
  for (const [index, section] of form.sections.entries()) {
    checkSection(form, section, ['sections', index], facts, reporter);
    checkLabels(section, ['sections', index], reporter);
    if (section.repeat) continue;
    for (const [i, field] of section.fields.entries()) {
      const other = owner.get(field.id);
      if (other !== undefined && other !== section.id) {
        reporter.error(
          [file, ['sections', index, 'fields', writtenAt(section, i), 'id']],
          'pack:duplicate-id',
          `栏目编号「${field.id}」在「${other}」里已经用过`,
          '改成另一个名称',
        );
      }
      owner.set(field.id, section.id);
    }
  }

  const plain = form.sections
    .filter(section => !section.repeat)
    .flatMap(section => section.fields.map(field => field.id));
  for (const key of ['unit', 'domain'] as const) {
    const id = form[key];
    if (id !== undefined && !plain.includes(id)) {
      reporter.error([file, [key]], 'field:unknown', `没有栏目「${id}」`, didYouMean(id, plain));
    }
  }
  checkPapers({ form, clauses }, facts, reporter);
  checkRulings({ form, manifest }, reporter);
};
