import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DraftedPack, draftPack } from '../../src/authoring/draft.ts';
import { readPaperFile } from '../../src/authoring/paper.ts';
import { readDocx } from '../../src/documents/docx-text.ts';
import { formData } from '../../src/documents/form-data.ts';
import { renderForm } from '../../src/documents/render-form.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { packChecks } from '../../src/pack-checks.ts';
import { productCommon } from '../../src/packs/common.ts';
import type { Finding } from '../../src/packs/finding.ts';
import { inspectPack } from '../../src/packs/load.ts';
import { formDocx, noticeDocx } from './office-papers.ts';

let drafted: DraftedPack;
let pack: Pack;
let findings: readonly Finding[];

const paper = (name: string, bytes: Uint8Array) => {
  const read = readPaperFile(name, bytes);
  if (!read.ok) throw new Error(read.issues[0]!.message);
  return read.value;
};

const inspected = async (files: ReadonlyMap<string, string | Uint8Array>) => {
  const dir = await mkdtemp(join(tmpdir(), 'shenbao-new-'));
  try {
    for (const [path, content] of files) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), content);
    }
    return await inspectPack(dir, packChecks);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

beforeAll(async () => {
  const { common } = await productCommon();
  const result = draftPack(
    'qingjiang-2031',
    paper('通知.docx', await noticeDocx()),
    [paper('申报表.docx', await formDocx())],
    common,
  );
  if (!result.ok) throw new Error(result.issues[0]!.message);
  drafted = result.value;
  const seen = await inspected(drafted.files);
  findings = seen.findings;
  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  pack = seen.draft!.pack;
});

describe('a pack drafted from a notice and its form', () => {
  it('has what the notice says of itself', () => {
    expect(pack.manifest).toMatchObject({
      title: '关于组织开展2031年度青江市绿色工厂申报工作的通知',
      issuer: '青江市工业和信息化局',
      office: '市工信局',
      window: { opens: '2031-05-06', closes: '2031-06-10', clause: '通知·四' },
      numbering: { prefix: 'Q31' },
    });
    expect(pack.contacts.sections).toMatchObject([{ name: '节能科', person: '宋青', phone: '0999-6100200' }]);
    expect(pack.review.stages.map(({ title, clause }) => [title, clause])).toEqual([
      ['受理', '通知·三(一)'],
      ['专家评审', '通知·三(二)'],
    ]);
  });

  it('has each condition as something to ask, with its clause', () => {
    expect(pack.eligibility.facts.map(({ title, type, clause }) => [title, type, clause])).toEqual([
      ['在青江市注册登记', 'boolean', '通知·一(一)'],
      ['具有独立法人资格', 'boolean', '通知·一(一)'],
      ['近三年重大安全事故', 'boolean', '通知·一(二)'],
      ['近三年严重环境违法行为', 'boolean', '通知·一(二)'],
      ['上年度研发投入占营业收入的比例', 'ratio', '通知·一(三)'],
    ]);
    expect(pack.eligibility.criteria.at(-1)).toMatchObject({ kind: 'judged', clause: '通知·一(四)' });
  });

  it('maps common topics to clauses that hold them', () => {
    expect(pack.faq.topics).toMatchObject({
      deadline: { clauses: ['通知·四'] },
      copies: { clauses: ['通知·二(一)'] },
      email: { clauses: ['通知·五'] },
      accident: { clauses: ['通知·一(二)'] },
    });
  });

  it('marks every guess with its reason, and check lists what nobody has confirmed', () => {
    const open = findings.filter(({ code }) => code === 'pack:unconfirmed');
    const marks = [...drafted.files.values()].flatMap(content =>
      typeof content === 'string' ? content.split('# 请核对：').slice(1) : [],
    );
    expect(open.length).toBe(marks.length);
    expect(open.length).toBeGreaterThan(20);
    for (const mark of marks) expect(mark.split('\n')[0]!.trim()).not.toBe('');
  });

  it('invents nothing: every quote is in the notice, and what was not found is said', async () => {
    const { common } = await productCommon();
    const bare = draftPack(
      'x-2031',
      { name: '通知', text: '关于开会的通知\n各单位：\n请准时参加。\n', docx: null },
      [],
      common,
    );
    if (!bare.ok) throw new Error('refused');
    expect(bare.value.missing.join()).toMatch(/申报期限.*联系人和电话.*申报条件.*申报表的栏目/u);
    expect(bare.value.files.get('pack.yaml')).not.toContain('window:');
  });
});

describe("the office's own form", () => {
  it('has a field for every place to write', () => {
    const fields = pack.form.sections.flatMap(section =>
      section.fields.map(field => `${field.label} ${field.kind}`),
    );
    expect(fields).toEqual([
      '企业名称 line',
      '填报日期 date',
      '统一社会信用代码 line',
      '注册资本（万元） money',
      '企业类型 choice',
      '姓名 person',
      '电话 phone',
      '邮箱 email',
      '手机 phone',
      '职工人数（人） number',
      '是否上市 yes-no',
      '所属行业 choice',
      '2029年营业收入 money',
      '2029年研发投入 money',
      '2030年营业收入 money',
      '2030年研发投入 money',
      '产品名称 line',
      '认证编号 line',
      '绿色制造工作情况 paragraph',
    ]);
    expect(pack.form.unit).toBe('企业名称');
    expect(pack.form.sections.find(({ repeat }) => repeat)).toMatchObject({ repeat: { printed: 2 } });
    expect(pack.form.blanks).toMatchObject([{ kind: 'opinion', title: '企业意见' }]);
  });

  it('is filled where a person would write, and nowhere else', () => {
    const group = pack.form.sections.find(({ repeat }) => repeat)!;
    const answers: Record<string, { value: string }> = {};
    for (const section of pack.form.sections)
      for (const field of section.fields) {
        const key = section.repeat ? `${section.id}.0.${field.id}` : field.id;
        answers[key] = {
          value: field.options?.[1]?.value ?? (field.kind === 'yes-no' ? '否' : `<${field.label}>`),
        };
      }
    const template = [...pack.templates.values()][0]!;
    const filled = readDocx(renderForm(template, formData(pack, answers, { [group.id]: 1 })));
    if (!filled.ok) throw new Error('unreadable');
    const shown = filled.value.map(part =>
      part.kind === 'row' ? part.cells.map(({ text }) => text).join('|') : part.text,
    );
    expect(shown).toEqual(
      expect.arrayContaining([
        '企业名称：<企业名称>',
        '填报日期：<填报日期>',
        '统一社会信用代码|<统一社会信用代码>|注册资本（万元）|<注册资本（万元）>',
        '企业类型|☐国有  ☑民营  ☐外资',
        '法定代表人|姓名|<姓名>|电话|<电话>',
        '职工人数（人）|<职工人数（人）>|是否上市|☐是  ☑否',
        '所属行业|☐电子  ☑机械',
        '营业收入（万元）|<2029年营业收入>|<2030年营业收入>',
        '1|<产品名称>|<认证编号>',
        '2||',
      ]),
    );
    expect(shown.join('\n')).not.toMatch(/[【】]/u);
  });
});

/** Drafted from lines alone. */
const draftedFrom = async (...lines: string[]) => {
  const { common } = await productCommon();
  const notice = paper('通知.txt', new TextEncoder().encode(lines.join('\n')));
  const result = draftPack('lvzhou-2030', notice, [], common);
  if (!result.ok) throw new Error(result.issues[0]!.message);
  const { draft, findings: seen } = await inspected(result.value.files);
  expect(seen.filter(({ level }) => level === 'error')).toEqual([]);
  return draft!.pack;
};

describe('notices as offices write them', () => {
  it('a long sentence of figures, a desk and its number on two lines, an hour, and the day of the recommenders', async () => {
    const { manifest, contacts, eligibility, faq } = await draftedFrom(
      '关于组织申报2030年绿洲市工程研究中心的通知',
      '各县(市、区)科技局:',
      '为加大研发投入,现将有关事项通知如下:',
      '一、申报条件',
      '(一)在本行业具有较强的影响力,总人数不少于30人,其中专职研发人员不少于15人(以社保缴纳证明为准),研发设备原值不少于200万元。',
      '(二)申请单位于2029年6月30日以前在绿洲市注册成立。',
      '二、材料报送',
      '1.申报单位将申报书一式两份于2030年7月11日(周四)下午5点前报送推荐单位。',
      '2.请各推荐单位于7月19日18:00前推荐。',
      '联系部门:创高处',
      '联系电话:0999-67187600',
      '电子邮箱:cgc@lvzhou.example',
      '绿洲市发展和改革委员会',
      '2030年5月10日',
    );
    expect(manifest).toMatchObject({
      window: { closes: '2030-07-11', closesAt: '17:00', clause: '通知·二1' },
      deadlines: [{ title: '各推荐单位报送截止', date: '2030-07-19', at: '18:00', clause: '通知·二2' }],
      delivery: { clause: '通知·二1' },
    });
    expect(contacts.sections).toMatchObject([
      { name: '创高处', phone: '0999-67187600', email: 'cgc@lvzhou.example' },
    ]);
    expect(contacts.fallback).toBe('contact-1');
    expect(eligibility.facts.map(({ title, type }) => `${title} ${type}`)).toEqual([
      '总人数 number',
      '专职研发人员 number',
      '研发设备原值 money',
      '注册成立日期 date',
      '在绿洲市注册登记 boolean',
    ]);
    expect(eligibility.criteria.map(({ require }) => require)).toEqual([
      undefined,
      { fact: 'c2', atLeast: 30 },
      { fact: 'c3', atLeast: 15 },
      { fact: 'c4', atLeast: 2_000_000 },
      { fact: 'c5', before: '2029-07-01' },
      { fact: 'c6', is: true },
    ]);
    expect(faq.topics).toMatchObject({ deadline: { clauses: ['通知·二1', '通知·二2'] } });
    // What must be owned is no money to be had, and the preamble only gives reasons.
    expect(faq.topics).not.toHaveProperty('money');
    expect(faq.topics).not.toHaveProperty('rd-ratio');
  });

  it('one that leaves its conditions to another paper asks whether they are met', async () => {
    const { eligibility } = await draftedFrom(
      '关于开展2030年绿洲市孵化器认定工作的通知',
      '各有关单位:',
      '一、申报对象',
      '符合《绿洲市孵化器管理办法》规定条件的孵化器均可申报。',
      '二、报送要求',
      '请于2030年7月11日前报送至市科技局高新科,申报材料必须真实可信。',
      '高新科 王小绿 0999-2222222',
      '绿洲市科学技术局',
      '2030年5月10日',
    );
    expect(eligibility.facts).toMatchObject([
      { type: 'boolean', title: '符合《绿洲市孵化器管理办法》的条件', clause: '通知·一' },
    ]);
  });
});

describe('papers that cannot be read', () => {
  it.each(['通知.doc', '通知.wps', '通知.pdf'])('%s is refused with the way to save it', name => {
    const read = readPaperFile(name, new Uint8Array([1]));
    expect(read).toMatchObject({
      ok: false,
      issues: [{ code: 'new:old-word', hint: expect.stringContaining('.docx') }],
    });
  });

  it('takes no paper it rests on for itself, and finds that paper and the hours where they stand', async () => {
    const lines = [
      '关于组织申报2031年度青江市重点实验室的通知',
      '各有关单位：',
      '根据《青江市重点实验室管理办法》（青科计〔2029〕22号）要求，现将有关事项通知如下。',
      '一、申报要求',
      '（一）按照申报指南要求填写材料。',
      '二、受理时间',
      '2031年5月6日至2031年6月10日，上午9点至12点，下午1点至5点。',
      '青江市科学技术局',
      '2031年4月28日',
    ];
    const { common } = await productCommon();
    const result = draftPack(
      'shiyanshi-2031',
      paper('通知.txt', new TextEncoder().encode(lines.join('\n'))),
      [],
      common,
    );
    if (!result.ok) throw new Error(result.issues[0]!.message);
    expect(String(result.value.files.get('pack.yaml'))).not.toContain('22号');
    const faq = String(result.value.files.get('faq.yaml'));
    expect(faq).toMatch(/basis: 通知·前言/u);
    expect(faq).toMatch(/hours: 通知·二/u);
  });
});
