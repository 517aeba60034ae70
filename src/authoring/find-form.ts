import type { Clause } from '../model/clause.ts';
import { fromChinese } from '../model/numerals.ts';
import type { FoundField, FoundForm } from './found-form.ts';
import { type Doubt, sentencesOf } from './sentences.ts';
import type { Source } from './split-papers.ts';

/** form.yaml, what was guessed in it and what was not found. */
export interface DraftForm {
  readonly data: Record<string, unknown>;
  readonly doubts: readonly Doubt[];
  readonly missing: readonly string[];
}

/** The clause a section of the form is: `附件1·二` for 「二、…」, else the whole form. */
const clauseOf = (source: Source, title: string): string => {
  const numeral = /^\s*([一二三四五六七八九十]+)、/u.exec(title)?.[1];
  const id = `${source.id}·${numeral}`;
  return numeral !== undefined && source.clauses.some((clause: Clause) => clause.id === id) ? id : source.id;
};

const fieldOf = (field: FoundField) => ({
  id: field.id,
  label: field.label,
  kind: field.kind,
  ...(field.options ? { options: field.options } : {}),
  ...(field.help === undefined ? {} : { help: field.help }),
  ...(field.unit === undefined ? {} : { unit: field.unit }),
  ...(field.personal ? { personal: true } : {}),
});

/** What one entry of a repeating part is called: 教师指导团队情况 -> 教师指导团队. */
const itemOf = (title: string): string =>
  title
    .replace(/^[一二三四五六七八九十]+、/u, '')
    .replace(/（明细）$|(?:情况|信息|名单|明细|一览)?表?$/gu, '')
    .slice(0, 12) || '一项';

/** `一式三份`, `2份`. */
const copiesIn = (text: string): { copies?: number } => {
  const [, said] = /([一二两三四五六七八九十]|\d{1,2})\s?份/u.exec(text) ?? [];
  if (said === undefined) return {};
  return { copies: /\d/u.test(said) ? Number(said) : said === '两' ? 2 : fromChinese(said) };
};

/** Papers the notice names in 《…》 or lists where it says what to hand in. */
const checklistOf = (notice: Source, form: Source, doubts: Doubt[]) => {
  const heads = notice.clauses.filter(
    ({ text, id }) => id !== notice.id && /材料/u.test(text.trimStart().slice(0, 20)),
  );
  const lines = sentencesOf(
    notice.clauses.filter(clause => heads.some(head => clause.id === head.id || clause.parent === head.id)),
  );
  const items = lines
    .filter(
      ({ text }) =>
        text.length > 5 &&
        text.length <= 80 &&
        !/[:：]$/u.test(text) &&
        !/^\s*(?:[一二三四五六七八九十]+、)?申报材料/u.test(text) &&
        !/采用|必须|真实|不得|方式|负责|弄虚/u.test(text) &&
        /[书表》]|证明|证书|执照|复印件|协议|照片|方案|报告|清单/u.test(text),
    )
    .slice(0, 20);
  const named = form.title.replace(/^附件\d*/u, '');
  const own = sentencesOf(notice.clauses).find(({ text }) => text.includes(named));
  return [
    {
      id: 'application',
      title: `《${named}》`,
      how: 'generated',
      cites: [own ? { clause: own.clause.id, quote: own.text } : { clause: form.id }],
      ...copiesIn(own?.text ?? ''),
    },
    ...items
      .filter(({ text }) => !text.includes(named))
      .map(({ clause, text }, index) => {
        doubts.push({
          path: ['checklist', index + 1, 'how'],
          because: '自备（prepared）还是别处取得（obtained）',
        });
        return {
          id: `paper-${index + 1}`,
          title: text
            .replace(/^[（(]?[一二三四五六七八九十\d]+[）)]?[、．.]?\s*/u, '')
            .replace(/[。；;]$/u, '')
            .slice(0, 40),
          how: 'prepared',
          cites: [{ clause: clause.id, quote: text }],
          ...copiesIn(text),
          accepts: true,
        };
      }),
  ];
};

/** Without a form of the office: what no application does without. */
const bare = (notice: Source): { sections: Record<string, unknown>[]; unit: string } => ({
  unit: '申报单位',
  sections: [
    {
      id: 'unit',
      title: '申报单位',
      clause: notice.id,
      fields: [
        { id: '申报单位', label: '申报单位', kind: 'line', clause: notice.id },
        { id: '联系人', label: '联系人', kind: 'person', clause: notice.id, personal: true },
        { id: '联系电话', label: '联系电话', kind: 'phone', clause: notice.id, personal: true },
      ],
    },
  ],
});

/** form.yaml from the tables of the office's own form. */
export const draftForm = (
  notice: Source,
  form: Source | null,
  found: FoundForm | null,
  template: string,
  /** Sections that answer for the notice. */
  desks: number,
): DraftForm => {
  const doubts: Doubt[] = [];
  const missing: string[] = [];
  const consent = {
    version: '1',
    text: '填表需要登记联系人等的姓名和电话，仅用于本次申报。不同意不影响咨询和自测。',
  };
  doubts.push({ path: ['consent', 'version'], because: 'text 由办公室定稿' });
  if (!form || !found || found.sections.length === 0) {
    missing.push('申报表的栏目（没有给表，或表里没有认出栏目；form.yaml 先写最少的三栏）');
    doubts.push({ path: ['sections', 0, 'id'], because: '没有表，先写最少的三栏' });
    return { data: { template, title: notice.title, ...bare(notice), consent }, doubts, missing };
  }
  const sections = found.sections.map((section, i) => {
    const clause = clauseOf(form, section.title);
    section.fields.forEach((field, j) => {
      if (field.because !== null)
        doubts.push({ path: ['sections', i, 'fields', j, 'kind'], because: field.because });
    });
    if (section.repeat)
      doubts.push({ path: ['sections', i, 'repeat', 'max'], because: '最多几项由办公室定' });
    return {
      id: section.repeat?.id ?? `part-${i + 1}`,
      title: section.title,
      clause,
      ...(section.repeat
        ? {
            repeat: {
              item: itemOf(section.title),
              ask: `有没有要填的“${section.title}”？`,
              more: '还有吗？',
              max: section.repeat.fixed ? section.repeat.printed : Math.max(10, section.repeat.printed),
              printed: section.repeat.printed,
            },
          }
        : {}),
      ...(section.rows ? { rows: section.rows } : {}),
      fields: section.fields.map(fieldOf),
    };
  });
  const plain = found.sections.filter(({ repeat }) => !repeat).flatMap(({ fields }) => fields);
  const unit =
    plain.find(
      ({ label }) =>
        /(?:单位|企业|公司|机构|申报主体|申请人|申报人|项目单位).{0,2}(?:名称|全称)?$/u.test(label) &&
        !/地址|性质|类型/u.test(label),
    ) ??
    plain.find(({ label }) => /名称/u.test(label)) ??
    plain[0];
  // Who has one desk divides nothing among sections.
  const domain = desks > 1 ? plain.find(({ label }) => /领域|类别|行业|方向|类型/u.test(label)) : undefined;
  if (!unit) {
    missing.push('申报单位名称一栏（form.yaml 的 unit）');
    return { data: { template, title: form.title, ...bare(notice), consent }, doubts, missing };
  }
  doubts.push({ path: ['unit'], because: '哪一栏是申报单位的名称' });
  if (domain) doubts.push({ path: ['domain'], because: '按哪一栏分给科室' });
  const blanks = found.blanks.map((blank, i) => {
    doubts.push({ path: ['blanks', i, 'by'], because: '由谁签字或盖章' });
    const clause = form.clauses.find(
      ({ leaf, text }) => leaf && blank.quote !== '' && text.includes(blank.quote),
    );
    return {
      id: `blank-${i + 1}`,
      title: blank.title === '' ? '签字盖章' : blank.title,
      kind: blank.kind,
      by: blank.kind === 'opinion' ? '审核单位' : '申报单位',
      cites: [clause ? { clause: clause.id, quote: blank.quote } : { clause: form.id }],
    };
  });
  return {
    data: {
      template,
      title: form.title,
      unit: unit.id,
      ...(domain ? { domain: domain.id } : {}),
      sections,
      blanks,
      checklist: checklistOf(notice, form, doubts),
      consent,
    },
    doubts,
    missing: [...missing, ...found.left],
  };
};
