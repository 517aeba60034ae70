import { beforeAll, describe, expect, it } from 'vitest';
import { carryOnTo } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { type LoadedNotice, noticeAt, wanzhouFolder } from '../support/packs.ts';

let notice: LoadedNotice;
beforeAll(async () => {
  notice = await noticeAt(wanzhouFolder);
});

const at = (prompt: string, given: readonly string[] = []): EngineDriver => {
  const driver = new EngineDriver(notice, '2022-09-01');
  carryOnTo(driver, prompt, 0);
  for (const text of given) driver.say(text);
  return driver;
};
const stands = ({ session }: EngineDriver, place: string): string | undefined =>
  session.answers[place]?.value;

describe('the words of a correction are no part of the value', () => {
  it.each([
    ['field:unitNature', '就企业两个字', 'unitNature', '企业'],
    ['field:domain', '领域就写先进制造四个字', 'domain', '先进制造'],
    ['field:domain', '先进制造四个字就行', 'domain', '先进制造'],
    ['field:leader', '领域改成智能制造啊', 'domain', '智能制造'],
    ['field:leader', '封面技术领域改为智能制造哈，谢谢', 'domain', '智能制造'],
    ['field:leader', '中心地址改成万州区乙路2号茶吧', 'centerAddress', '万州区乙路2号茶吧'],
    ['field:applyDate', '就今天吧', 'applyDate', '2022年9月1日'],
    ['field:applyDate', '就写今天', 'applyDate', '2022年9月1日'],
  ])('at %s: %s', (prompt, text, place, value) => {
    const driver = at(prompt);
    driver.say(text);
    expect(stands(driver, place)).toBe(value);
  });
});

describe('a correction that names no field goes to what it looks like', () => {
  const given = ['重庆万州甲机械有限公司', '企业', '万州区甲路1号', '何强', '吴芳', '13800138001'];
  it.each([
    ['名字写错了一个字，应该是重庆万州申机械有限公司', 'unitName', '重庆万州申机械有限公司'],
    ['打错了一个字，是何镪', 'legalPerson', '何镪'],
    ['名字搞错了，叫吴方', 'contactPerson', '吴方'],
    ['刚才写错了，应该是万州区甲路11号', 'unitAddress', '万州区甲路11号'],
    ['号码输错了一位，应该是13800138002', 'contactPhone', '13800138002'],
  ])('%s', (text, place, value) => {
    const driver = at('field:unitName', given);
    const before = driver.session.answers;
    const shown = textOf(driver.say(text));
    expect(stands(driver, place)).toBe(value);
    expect(shown).toContain(`原为“${before[place]!.value}”`);
    for (const id of Object.keys(before))
      if (id !== place) expect(stands(driver, id)).toBe(before[id]!.value);
    expect(driver.session.prompt?.asks).toEqual({ kind: 'field', field: 'rdSituation' });
  });
});

describe('a bare value where the answers are looked at', () => {
  it('is a new value for the one answer of its kind, and never looked up in the notice', () => {
    const driver = at('review');
    const shown = textOf(driver.say('2022年9月3日'));
    expect(shown).toContain('2022年9月3日（原为“2022年9月1日”）');
    expect(shown).not.toContain('截止');
    expect(textOf(driver.say('9月5日'))).not.toContain('截止');
    driver.say('填上吧');
    expect(stands(driver, 'applyDate')).toBe('2022年9月5日');
  });

  it('is asked about where several answers are of its kind', () => {
    const driver = at('review');
    expect(textOf(driver.say('13911112222'))).toContain('填在哪一项');
  });

  it.each(['填', '恩 填', '填上吧', '嗯，填进去', '确认', '可以', '听你的'])(
    '%s takes what was offered',
    text => {
      const driver = at('review');
      driver.say('2022年9月3日');
      driver.say(text);
      expect(stands(driver, 'applyDate')).toBe('2022年9月3日');
    },
  );

  it.each(['不填', '先不填', '不要', '别填'])('%s leaves what was there', text => {
    const driver = at('review');
    driver.say('2022年9月3日');
    driver.say(text);
    expect(stands(driver, 'applyDate')).toBe('2022年9月1日');
    expect(driver.session.proposed).toEqual({});
  });
});

it('a number where a name is asked goes to the number of the same block', () => {
  const driver = at('field:contactPerson');
  driver.say('13511112222');
  expect(stands(driver, 'contactPhone')).toBe('13511112222');
  expect(driver.session.prompt?.asks).toEqual({ kind: 'field', field: 'contactPerson' });
});

describe('what one message says of several things', () => {
  it.each([
    [
      'field:partners.0.nature',
      '高校，万州区沙龙路二段780号',
      { nature: '高校', address: '万州区沙龙路二段780号' },
    ],
    ['field:partners.0.nature', '企业 在龙驹镇', { nature: '企业' }],
    ['field:partners.0.name', '第一家是重庆万州玫瑰香橙有限公司', { name: '重庆万州玫瑰香橙有限公司' }],
    [
      'field:partners.0.contact',
      '联系人陈老师 陈静 023-58102233',
      { contact: '陈静', phone: '023-58102233' },
    ],
  ])('at %s: %s', (prompt, text, values) => {
    const driver = new EngineDriver(notice, '2022-09-01');
    carryOnTo(driver, prompt, 1);
    driver.say(text);
    for (const [field, value] of Object.entries(values))
      expect(stands(driver, `partners.0.${field}`)).toBe(value);
  });

  it('names what it could not place', () => {
    const driver = new EngineDriver(notice, '2022-09-01');
    carryOnTo(driver, 'field:partners.0.contact', 1);
    expect(textOf(driver.say('联系人王敏13611112222，主要做风味分析'))).toContain('主要做风味分析');
  });
});

describe('what only nods', () => {
  it.each(['好', '好的', '可以'])('%s does not store what was asked back', text => {
    const driver = at('field:contactPerson', ['智能装备', text]);
    expect(stands(driver, 'contactPerson')).toBeUndefined();
  });

  it.each(['同单位地址', '跟联系人一样'])('%s is no name of a centre', text => {
    const driver = at('field:centerName', [text]);
    expect(stands(driver, 'centerName')).toBeUndefined();
  });
});

describe('somebody who changes much where the answers are looked at', () => {
  const given = [
    '法人代表改为何强',
    '单位联系人改为吴芳',
    '单位联系电话改为13800138001',
    '创新团队建设情况改为20人。',
    '科技成果获得情况改为专利5件。',
  ];
  it.each([
    ['法人换成李建国了', 'legalPerson', '李建国'],
    ['联系人也换了 现在是孙红 电话13655556666', 'contactPhone', '13655556666'],
    ['研发情况那段重写：投入1200万元，新建实验室。', 'rdSituation', '投入1200万元，新建实验室。'],
    ['团队是25个人 不是20人', 'team', '25个人。'],
    ['电话那个是13800138002', 'contactPhone', '13800138002'],
    ['专利8件', 'achievements', '专利8件'],
    ['日期改到9月5号', 'applyDate', '2022年9月5日'],
  ])('%s', (text, place, value) => {
    const driver = at('review', given);
    driver.say(text);
    if (Object.keys(driver.session.proposed).length > 0) driver.say('填');
    expect(stands(driver, place)).toBe(value);
  });
});

it('好 under a good result of the self-check begins the form', () => {
  const driver = new EngineDriver(notice, '2022-09-01');
  driver.say(
    '我们是万州的规上企业，独立法人，信用良好，没有违法，没出过质量和安全事故，没被撤销过，先进制造，单独建，理事会和专家委员会都在筹建',
  );
  driver.say('正确');
  driver.say('好');
  expect(driver.session.journey).toBe('form');
});

it.each([
  ['field:leader', '负责人也是陶伟林', 'leader', '陶伟林'],
  ['field:centerName', '名字写的是柑橘种苗', 'centerName', '重庆市万州区柑橘种苗技术创新中心'],
  ['field:leader', '电话023-58801234', 'leaderPhone', '023-58801234'],
])('at %s: %s', (prompt, text, place, value) => {
  const driver = at(prompt, [text]);
  expect(stands(driver, place)).toBe(value);
});
