import { contactWays } from '../../model/pack/contacts.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { formatted } from '../../model/record-format.ts';
import { didYouMean } from '../suggest.ts';
import type { Reporter } from './reporter.ts';
import { checkUnique } from './unique.ts';

const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');

const squeezed = (text: string): string => text.normalize('NFKC').replace(/\s/gu, '');

/** Numbers as printed, each in full: `023—58225929`, `0439-3224029`, `13800000000`. */
const wholeNumbers = (text: string): string[] =>
  (text.normalize('NFKC').match(/\d[\d\-—–－()]*\d/gu) ?? []).map(digitsOf);

/** Whether dialling `phone` reaches the printed number: the same, or one of the two without the area code. */
const dials = (phone: string, printed: string): boolean =>
  phone === printed ||
  (/^0\d{2,3}$/u.test(printed.slice(0, -phone.length) || '-') &&
    printed.endsWith(phone) &&
    phone.length >= 7) ||
  (phone.length > printed.length && phone.endsWith(printed) && printed.length >= 7);

/** Sections exist, and what is dialled is what the notice prints. */
export const checkContacts = ({ contacts, form, eligibility, clauses }: Pack, reporter: Reporter): void => {
  const file = 'contacts.yaml';
  const ids = contacts.sections.map(section => section.id);
  checkUnique(file, ['sections'], ids, 'id', '科室编号', reporter);
  for (const [domain, section] of Object.entries(contacts.routing)) {
    if (!ids.includes(section)) {
      reporter.error(
        [file, ['routing', domain]],
        'contacts:unknown-section',
        `没有科室「${section}」`,
        didYouMean(section, ids),
      );
    }
  }
  if (!ids.includes(contacts.fallback)) {
    reporter.error(
      [file, ['fallback']],
      'contacts:unknown-section',
      `没有科室「${contacts.fallback}」`,
      didYouMean(contacts.fallback, ids),
    );
  }
  for (const [index, section] of contacts.sections.entries()) {
    if (section.phone !== undefined) {
      const phone = digitsOf(section.phone);
      if (phone.length < 5 || !digitsOf(section.quote).includes(phone)) {
        reporter.error(
          [file, ['sections', index, 'phone']],
          'contacts:phone-differs',
          `电话 ${section.phone} 与引文里的号码不一致`,
          '对照原文改正电话',
        );
      } else if (!wholeNumbers(section.quote).some(number => dials(phone, number))) {
        reporter.warning(
          [file, ['sections', index, 'phone']],
          'contacts:phone-cut',
          `电话 ${section.phone} 不是引文里的完整号码（${section.quote}）`,
          '照引文写全，固定电话带区号',
        );
      }
    } else if (contactWays.every(way => section[way] === undefined)) {
      reporter.error(
        [file, ['sections', index]],
        'contacts:no-way',
        `「${section.name}」没有电话，也没有别的联系办法`,
        '照原文写 phone；通知没有电话的，写 email、fax 或 room',
      );
    }
    const printed = squeezed(clauses.get(section.clause)?.text ?? section.quote);
    for (const way of contactWays) {
      const told = section[way];
      if (told !== undefined && !printed.includes(squeezed(told))) {
        reporter.error(
          [file, ['sections', index, way]],
          'contacts:way-differs',
          `「${section.clause}」里没有“${told}”`,
          '照原文写；原文在另一条的，clause 和 quote 改成那一条',
        );
      }
    }
    if (section.person !== undefined && !squeezed(section.quote).includes(squeezed(section.person))) {
      reporter.error(
        [file, ['sections', index, 'person']],
        'contacts:person-differs',
        `引文里没有“${section.person}”`,
        '对照原文改正姓名',
      );
    }
  }

  const domain = form.sections.flatMap(section => section.fields).find(field => field.id === form.domain);
  const answers = new Set([
    ...(domain?.options ?? []).map(option => option.value),
    ...Object.keys(domain?.from?.map ?? {}),
    ...Object.values(domain?.from?.map ?? {}).map(({ value }) => value),
  ]);
  if (answers.size === 0 || (contacts.sections.length === 1 && Object.keys(contacts.routing).length === 0))
    return;
  const others = new Set(eligibility.facts.flatMap(fact => fact.options ?? []).map(({ value }) => value));
  for (const routed of Object.keys(contacts.routing).filter(key => !answers.has(key) && !others.has(key)))
    reporter.warning(
      [file, ['routing', routed]],
      'contacts:unknown-domain',
      `“${routed}”不是「${form.domain}」的选项，这一行用不上`,
      didYouMean(routed, [...answers]),
    );
  for (const answer of [...answers].filter(value => !(value in contacts.routing))) {
    reporter.warning(
      [file, ['routing']],
      'contacts:unmapped',
      `“${answer}”没有对应的科室，将转给「${contacts.fallback}」`,
      '需要时在 routing 里加上',
    );
  }
};

/** Stages can be left, and prepared reasons point at fields that exist. */
export const checkReview = ({ review, form, clauses }: Pack, reporter: Reporter): void => {
  const file = 'review.yaml';
  checkUnique(
    file,
    ['stages'],
    review.stages.map(stage => stage.id),
    'id',
    '环节编号',
    reporter,
  );
  checkUnique(
    file,
    ['reasons'],
    review.reasons.map(reason => reason.id),
    'id',
    '理由编号',
    reporter,
  );
  for (const [index, stage] of review.stages.entries()) {
    if (!stage.verbs.includes('pass')) {
      reporter.error(
        [file, ['stages', index, 'verbs']],
        'review:no-way-out',
        `环节「${stage.id}」不能通过，申请会停在这里`,
        '在 verbs 里加上 pass',
      );
    }
    for (const verb of Object.keys(stage.labels)) {
      if (!(stage.verbs as string[]).includes(verb)) {
        reporter.errorAtKey(
          [file, ['stages', index, 'labels', verb]],
          'review:unknown-verb',
          `环节「${stage.id}」没有动作「${verb}」`,
          didYouMean(verb, stage.verbs),
        );
      }
    }
    checkUnique(
      file,
      ['stages', index, 'records'],
      stage.records.map(record => record.id),
      'id',
      '登记项编号',
      reporter,
    );
    const points = stage.records.reduce((sum, record) => sum + (record.points ?? 0), 0);
    if (stage.passMark !== undefined && stage.passMark > points)
      reporter.error(
        [file, ['stages', index, 'passMark']],
        'review:pass-mark',
        `环节「${stage.id}」的及格线 ${stage.passMark} 高于满分 ${points}`,
        '检查 passMark 和各项的 points',
      );
    const said = clauses.get(stage.clause)?.text ?? '';
    for (const [i, record] of stage.records.entries()) {
      if (record.points !== undefined && !said.includes(`${record.points}分`))
        reporter.warning(
          [file, ['stages', index, 'records', i, 'points']],
          'review:points',
          `「${record.id}」的 ${record.points} 分不在 ${stage.clause} 里`,
          '照原文的分值写；分值在另一条的，把 clause 改成那一条',
        );
      if (record.format && (!record.example || formatted(record.format, record.example) !== record.example)) {
        reporter.error(
          [file, ['stages', index, 'records', i]],
          'review:record-example',
          `登记项「${record.id}」规定了格式 ${record.format}，但例子${record.example ? '不符合这个格式' : '缺少'}`,
          'format 里“…”代表文字，“0”代表数字；example 按这个格式写一个例子',
        );
      }
    }
    if (stage.escalateAfter < stage.remindAfter) {
      reporter.warning(
        [file, ['stages', index]],
        'review:escalation',
        `环节「${stage.id}」先报告后催办`,
        'escalateAfter 应不小于 remindAfter',
      );
    }
  }
  const fields = form.sections.flatMap(section =>
    section.repeat
      ? [section.id, ...section.fields.map(field => `${section.id}.${field.id}`)]
      : section.fields.map(field => field.id),
  );
  for (const [index, reason] of review.reasons.entries()) {
    for (const [i, field] of reason.fields.entries()) {
      if (!fields.includes(field)) {
        reporter.error(
          [file, ['reasons', index, 'fields', i]],
          'field:unknown',
          `没有栏目「${field}」`,
          didYouMean(field, fields),
        );
      }
    }
  }
};
