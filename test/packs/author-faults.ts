/** A slip of an author: what stands in a file of the whole pack, what is written instead, and how it must be named. */
export interface AuthorFault {
  readonly name: string;
  readonly file: string;
  /** Occurs once in the file. */
  readonly right: string;
  readonly wrong: string;
  /** Code of the finding, which stands at a line of what is written instead, or at most `near` lines above or below. */
  readonly code: string;
  readonly near?: number;
  /** The pack it is planted into; else yunxi-workshop-2026. */
  readonly pack?: string;
}

const yaml = (file: string) => (right: string, wrong: string, code: string, name: string, near?: number) =>
  ({
    name,
    file: `${file}.yaml`,
    right,
    wrong,
    code,
    ...(near === undefined ? {} : { near }),
  }) satisfies AuthorFault;

const pack = yaml('pack');
const eligibility = yaml('eligibility');
const form = yaml('form');
const faq = yaml('faq');
const contacts = yaml('contacts');
const review = yaml('review');

/** Planted into the pack of `test/fixtures/packs/yunxi-workshop-2026`, one at a time. */
export const authorFaults: readonly AuthorFault[] = [
  // Logic of the criteria.
  eligibility(
    'require: { fact: unitKind, in: [企业, 农民专业合作社, 个体工商户] }',
    'require: { fact: unitKind, in: [企业, 农民专业合作社, 个体工商户, 其他] }',
    'criterion:always-met',
    'a criterion that nobody can fail',
  ),
  eligibility(
    'require: { not: { fact: projectLevel, is: 未列入名录 } }',
    'require: { all: [{ fact: projectLevel, is: 国家级 }, { fact: projectLevel, is: 省级 }] }',
    'criterion:never-met',
    'a criterion that nobody can meet',
  ),
  eligibility(
    'require: { fact: inheritorJoins, is: true }\n  - id: accident',
    'require: { fact: fixedPlace, is: false }\n  - id: accident',
    'criterion:contradiction',
    'two criteria that exclude each other',
  ),
  eligibility(
    'require: { fact: ipPenalty2y, is: false }',
    'require: { fact: accident2y, is: false }',
    'criterion:same-test',
    'a criterion copied and not changed',
  ),
  eligibility(
    'when: { fact: inheritorJoins, is: true }',
    'when: { all: [{ fact: inheritorJoins, is: true }, { fact: inheritorJoins, is: false }] }',
    'criterion:never-applies',
    'a condition that never holds',
  ),
  eligibility(
    'fact: photos\n    require: { fact: photos, is: true }',
    'fact: photos\n    require: { fact: fixedPlace, is: true }',
    'criterion:other-fact',
    'a criterion that looks at another fact than it is reported under',
    1,
  ),
  // Against the text.
  eligibility(
    '{ value: 个体工商户, aliases: [个体户] }',
    '{ value: 家庭农场, aliases: [农场] }',
    'option:not-in-text',
    'an option that is no longer in its quote',
  ),
  eligibility(
    '      - { value: 农民专业合作社, aliases: [合作社] }\n',
    '',
    'option:missing',
    'an option of the text that is missing',
    1,
  ),
  eligibility(
    'title: 近两年安全生产责任事故',
    'title: 近三年安全生产责任事故',
    'text:other-number',
    'a paraphrase of a clause that was changed',
  ),
  eligibility(
    'about: [安全, 安全生产]\n    years: 2',
    'about: [安全, 安全生产]\n    years: 3',
    'text:other-number',
    'years that the clause does not say',
    1,
  ),
  eligibility(
    'quote: 依托一项以上区县级以上非物质文化遗产代表性项目。\n    options',
    'quote: 依托一项以上区县级非物质文化遗产代表性项目。\n    options',
    'clause:not-verbatim',
    'a quote that leaves out two characters',
  ),
  eligibility(
    'clause: 通知·二(四)3',
    'clause: 通知·二(四)8',
    'clause:unknown',
    'a clause that does not exist',
  ),
  review(
    'text: 场所照片不足5张。',
    'text: 场所照片不足3张。',
    'text:other-number',
    'a reason with a number of last year',
  ),
  pack(
    'number: 云文旅发〔2026〕7号',
    'number: 云文旅发〔2025〕7号',
    'pack:number-differs',
    "last year's document number",
  ),
  pack(
    'closes: 2026-04-10',
    'closes: 2026-04-30',
    'pack:window-quote',
    'a last day that the quote does not name',
  ),
  pack(
    'opens: 2026-03-02',
    'opens: 2026-03-20',
    'pack:window-quote',
    'a first day that the quote does not name',
  ),
  // Left over from another year or office.
  pack('prefix: YX26', 'prefix: YX25', 'text:stale-year', "last year's numbering"),
  pack(
    'id: yunxi-workshop-2026',
    'id: yunxi-workshop-2024',
    'text:stale-year',
    'the name of the folder it was copied from',
  ),
  form('text: 填表需要登记', 'text: 2025年填表需要登记', 'text:stale-year', 'a stale year in the consent'),
  form('by: 市文化和旅游局', 'by: 青江市文化和旅游局', 'text:foreign-office', "another office's name"),
  contacts(
    'routingNote: 本映射为办公室设置，非通知原文',
    'routingNote: 本映射由区科技局设置，非通知原文',
    'text:foreign-office',
    'an office of another rank',
  ),
  pack(
    'issuer: 云溪市文化和旅游局',
    'issuer: 云溪市科学技术局',
    'text:foreign-office',
    'an issuer that did not sign',
  ),
  // Questions.
  faq(
    'quota: { near: 通知·五(二) }',
    'copies2: { near: 通知·五(二) }',
    'faq:unknown-topic',
    'a topic that nobody knows',
  ),
  faq(
    'copies: [通知·四(一), 申报表·说明3]',
    'copies: { near: 通知·四(一) }',
    'faq:silent-holds',
    'silent where the nearest clause holds the answer',
  ),
  faq(
    'copies: [通知·四(一), 申报表·说明3]',
    'copies: { near: 通知·五(一) }',
    'faq:silent-elsewhere',
    'silent where another clause holds the answer',
  ),
  faq(
    'materials: 通知·四',
    'materials: [通知·四(一), 通知·四(二), 通知·四(三), 通知·四(四)]',
    'faq:too-many-clauses',
    'more than three clauses',
  ),
  faq(
    'proof: 通知·四\n',
    'proof: { clauses: 通知·四, conflicts: [分数] }\n',
    'faq:unknown-conflict',
    'a contradiction that does not exist',
  ),
  faq(
    'variants: [要依托什么项目,',
    'variants: [照片要几张,',
    'faq:duplicate-variant',
    'one question for two answers',
  ),
  // The form.
  form('label: 单位地址', 'label: 单位名称', 'field:same-label', 'two fields of one name'),
  form(
    "example: '13800000000'",
    "example: '1380000'",
    'field:example',
    'an example that its own field refuses',
  ),
  form(
    'label: 联系人, kind: person',
    'label: 联系人, kind: persn',
    'pack:wrong-value',
    'a kind that does not exist',
  ),
  form(
    '{ id: contact, label: 联系人, kind: person, clause: 申报表·一, personal: true, max: 50 }',
    '{ id: contact, label: 联系人, kind: person, clause: 申报表·一, max: 50 }',
    'field:personal',
    'personal data not marked as such',
  ),
  form(
    'aliases: [申报单位], example',
    'aliases: [申报单位，填报单位], example',
    'yaml:wide-comma',
    'a full-width comma in a list',
  ),
  form('      max: 10\n', '      max：10\n', 'yaml:wide-colon', 'a full-width colon'),
  form('      printed: 1\n', '      printed:1\n', 'yaml:tight-colon', 'a colon without its blank'),
  eligibility(
    'remedy: 提交前备齐照片。',
    'remedy: 提交前备齐照片 #不少于5张。',
    'yaml:lost-text',
    'a # in the text',
  ),
  eligibility(
    '    fact: writtenAgreement\n    when',
    '  fact: writtenAgreement\n    when',
    'yaml:syntax',
    'an entry one step too far left',
    1,
  ),
  // People and stages.
  contacts('phone: 0000-6123401', 'phone: 0000-61234', 'contacts:phone-cut', 'a phone number cut short'),
  contacts('    phone: 0000-6123401\n', '', 'contacts:no-way', 'a section nobody can reach', 3),
  contacts(
    'phone: 0000-6123402',
    'phone: 0000-6123420',
    'contacts:phone-differs',
    'a phone number with two digits swapped',
  ),
  contacts(
    '  传统饮食: industry',
    '  传统食品: industry',
    'contacts:unknown-domain',
    'a domain that nobody can choose',
  ),
  review(
    'verbs: [pass, return, reject]\n    labels',
    'verbs: [return, reject]\n    labels',
    'review:no-way-out',
    'a stage that nothing leaves',
  ),
  review(
    'fields: [project, level]',
    'fields: [project, rank]',
    'field:unknown',
    'a reason for a field that does not exist',
  ),
  // Where things stand, and what was never finished.
  form(
    '      printed: 1\n      fact: inheritorJoins',
    '      printed: 1\n    fact: inheritorJoins',
    'pack:wrong-indent',
    'an entry one level too far out',
  ),
  contacts(
    '本映射为办公室设置，非通知原文',
    '待补充',
    'text:unfinished',
    'a sentence that was never written',
  ),
  pack(
    '    ruling: 暂按三份',
    `    ruling: 两处一并列出。
    confirmed: false
  - id: 落款
    title: 落款与印发日期
    cites:
      - { clause: 申报表·说明2, quote: 逐人填写第三部分 }
      - { clause: 通知·版记, quote: 2026年3月2日印发 }
    ruling: 暂按三份`,
    'pack:conflict-untied',
    'a contradiction that nothing leads to',
  ),
];

const pilot = (fault: AuthorFault): AuthorFault => ({ ...fault, pack: 'lanhe-pilot-2027' });

/** Planted into a pack with batches, an hour, tables, fields that depend on others, and one desk. */
export const pilotFaults: readonly AuthorFault[] = [
  form(
    'when: { field: paid, is: 是 }',
    'when: { field: pays, is: 是 }',
    'field:unknown',
    'a field that waits for one that does not exist',
  ),
  form(
    'when: { field: paid, is: 是 }',
    'when: { field: paid, is: 收费 }',
    'field:unknown-option',
    'a field that waits for an answer nobody can give',
  ),
  form(
    'when: { field: income, atLeast: 1000000 }',
    "when: { field: income, before: '2027-01-01' }",
    'field:unfit-comparison',
    'a sum compared with a day',
  ),
  form(
    'label: 是否对外收费, kind: yes-no }',
    'label: 是否对外收费, kind: yes-no, when: { field: income, filled: true } }',
    'field:when-circle',
    'two fields that wait for each other',
  ),
  form(
    'rows: [2024年,',
    'repeat: { item: 年, ask: 有吗？, more: 还有吗？, max: 3 }\n    rows: [2024年,',
    'form:rows-repeat',
    'a table that also repeats',
  ),
  form(
    'rows: [2024年,',
    'rows: [2024年度,',
    'template:unknown-tag',
    'a year the template has another name for',
    99,
  ),
  form('copies: 4, cites', 'copies: 3, cites', 'form:copies', 'a number of copies the notice does not give'),
  form(
    'applies: { field: joint, is: 是 }',
    'applies: { field: join, is: 是 }',
    'field:unknown',
    'a paper asked for by a field that does not exist',
  ),
  form('kind: choice, from: { fact: unitType }', 'kind: choice', 'field:no-options', 'a choice of nothing'),
  pack(
    "closesAt: '17:30'\n  clause",
    "closesAt: '18:30'\n  clause",
    'pack:window-hour',
    'an hour the notice does not give',
  ),
  pack(
    "  closesAt: '17:30'\n  clause",
    '  clause',
    'pack:window-hour',
    'an hour the notice gives and the pack does not',
    3,
  ),
  pack(
    'opens: 2027-09-01',
    'opens: 2027-03-15',
    'pack:batch-order',
    'a batch that begins before the last is over',
  ),
  pack('date: 2027-04-15', 'date: 2027-04-25', 'pack:window-quote', 'a day of others that is not quoted'),
  contacts(
    'email: chengguo@lanhe.example',
    'email: chengguo@lanhe.cn',
    'contacts:way-differs',
    'an address nobody printed',
  ),
  contacts('fax: 0000-7654322', 'fax: 0000-7654323', 'contacts:way-differs', 'a fax number nobody printed'),
].map(pilot);
