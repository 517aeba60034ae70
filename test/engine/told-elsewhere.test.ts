import { describe, expect, it } from 'vitest';
import { type EngineDriver, textOf } from '../support/engine-driver.ts';
import { asked, stored, waitingAt } from '../support/waiting-at.ts';

describe('what speaks of another field than the one that is asked for', () => {
  it.each([
    [
      'field:centerName',
      '技术实力就是我们有省级检测室一个，五轴3台',
      { techStrength: '我们有省级检测室一个，五轴3台' },
    ],
    ['field:centerAddress', '中心建设内容是建一条中试线，再建检测室', { goals: '建一条中试线，再建检测室' }],
    ['field:rdSituation', '团队建设情况的话主要是12个人，博士2人', { team: '12个人，博士2人' }],
    [
      'field:team',
      '我们想建的中心叫精密齿轮技术创新中心，负责人李志强，电话13911112222，领域先进制造',
      {
        centerName: '重庆市万州区精密齿轮技术创新中心',
        leader: '李志强',
        leaderPhone: '13911112222',
        domain: '先进制造',
      },
    ],
    ['field:rdSituation', '负责人叫李勇电话13600003333', { leader: '李勇', leaderPhone: '13600003333' }],
  ])('%s: %s', async (asks, text, values) => {
    const driver = await waitingAt(asks);
    driver.say(text);
    for (const [id, value] of Object.entries(values)) expect([id, stored(driver, id)]).toEqual([id, value]);
    expect(stored(driver, asks.slice('field:'.length))).toBeUndefined();
    expect(asked(driver)).toBe(asks);
  });

  it('is as another where it is said to be, also in the same message', async () => {
    const driver = await waitingAt('field:team');
    driver.say('中心叫精密齿轮技术创新中心，中心地址跟厂里一样，负责人李志强');
    expect(stored(driver, 'centerAddress')).toBe(stored(driver, 'unitAddress'));
  });

  it('stays prose where it only mentions people and numbers', async () => {
    const driver = await waitingAt('field:team');
    const prose = '创新团队由中心负责人李强带领，联系人吴芳协助，共20人，电话随时畅通。';
    driver.say(prose);
    expect(stored(driver, 'team')).toBe(prose);
  });
});

describe('a part of an answer', () => {
  const team = '现有研发团队15人，其中高级工程师3人，共115项成果。';
  const reviewed = async (): Promise<EngineDriver> => {
    const driver = await waitingAt('review');
    driver.say(`创新团队建设情况：${team}`);
    driver.say('确认填入');
    expect(stored(driver, 'team')).toBe(team);
    return driver;
  };

  it.each([
    ['团队那里的15人改成18人', team.replace('15人', '18人')],
    ['哦对了我们团队其实是18人不是15人', team.replace('15人', '18人')],
    ['把15人换成18人，3人改为5人', team.replace('15人', '18人').replace('3人', '5人')],
    ['高级工程师改成正高级工程师吧', team.replace('高级工程师', '正高级工程师')],
  ])('is replaced inside it and shown old to new: %s', async (text, value) => {
    const driver = await reviewed();
    const shown = textOf(driver.say(text));
    expect(stored(driver, 'team')).toBe(value);
    expect(shown).toContain(`原为“${team}”`);
  });

  it('of several answers that hold it is asked about', async () => {
    const driver = await reviewed();
    const name = stored(driver, 'legalPerson')!;
    expect(stored(driver, 'contactPerson')).toBe(name);
    const shown = driver.say(`${name}改成周正`);
    expect(shown.choices.map(({ label }) => label).slice(0, 2)).toEqual(['法人代表', '联系人']);
    driver.press(shown, '联系人');
    expect(stored(driver, 'contactPerson')).toBe('周正');
    expect(stored(driver, 'legalPerson')).toBe(name);
  });

  it('and another field in the same message are both changed', async () => {
    const driver = await reviewed();
    driver.say('团队人数15人改成18人，单位联系电话也不对，应该是13922223333');
    expect(stored(driver, 'team')).toContain('18人');
    expect(stored(driver, 'contactPhone')).toBe('13922223333');
  });
});

describe('two changes in one message', () => {
  it.each([
    [
      '中心通讯地址改成万州区天城大道18号，技术实力改成检测室一个，五轴5台',
      { centerAddress: '万州区天城大道18号', techStrength: '检测室一个，五轴5台' },
    ],
    [
      '单位地址和中心地址都改成万州区太白路6号',
      { unitAddress: '万州区太白路6号', centerAddress: '万州区太白路6号' },
    ],
  ])('%s', async (text, values) => {
    const driver = await waitingAt('review');
    driver.say(text);
    for (const [id, value] of Object.entries(values)) expect([id, stored(driver, id)]).toEqual([id, value]);
  });

  it('shows at the review only what changed, and the whole on request', async () => {
    const driver = await waitingAt('review');
    const shown = driver.say('联系人改成李四');
    expect(textOf(shown)).toContain('李四');
    expect(textOf(shown)).not.toContain('法人代表');
    expect(textOf(driver.press(shown, '查看全部'))).toContain('法人代表');
    expect(asked(driver)).toBe('review');
  });
});

describe('an entry of a block in one breath', () => {
  const partner = {
    name: '重庆万州水务有限公司',
    nature: '企业',
    address: '万州区江南大道3号',
    contact: '刘洋',
    phone: '13500001234',
    duties: '负责供水试验',
  };
  it.each([
    [
      'field:centerName',
      0,
      '三、合作单位\n重庆万州水务有限公司 企业 万州区江南大道3号 刘洋 13500001234 负责供水试验',
    ],
    [
      'field:rdSituation',
      0,
      '合作单位就一家，重庆万州水务有限公司，企业，万州区江南大道3号，联系人刘洋13500001234，负责供水试验',
    ],
    [
      'field:partners.0.name',
      1,
      '重庆万州水务有限公司，企业，万州区江南大道3号，刘洋，13500001234，负责供水试验',
    ],
  ] as const)('%s %i: %s', async (asks, partners, text) => {
    const driver = await waitingAt(asks, partners);
    const own = ['unitName', 'unitAddress', 'contactPerson', 'contactPhone'].map(id => stored(driver, id));
    driver.say(text);
    for (const [id, value] of Object.entries(partner)) expect(stored(driver, `partners.0.${id}`)).toBe(value);
    expect(
      ['unitName', 'unitAddress', 'contactPerson', 'contactPhone'].map(id => stored(driver, id)),
    ).toEqual(own);
  });
});
