import { describe, expect, it } from 'vitest';
import { textOf } from '../support/engine-driver.ts';
import { asked, stored, waitingAt } from '../support/waiting-at.ts';

describe('values told in prose', () => {
  it('go to the fields they belong to and are read back', async () => {
    const driver = await waitingAt('field:legalPerson');
    const text = textOf(driver.say('法人是何强，联系人吴芳，电话13800138001'));
    expect(stored(driver, 'legalPerson')).toBe('何强');
    expect(stored(driver, 'contactPerson')).toBe('吴芳');
    expect(stored(driver, 'contactPhone')).toBe('13800138001');
    for (const value of ['法人代表：何强', '联系人：吴芳', '13800138001']) expect(text).toContain(value);
    expect(asked(driver)).toBe('field:rdSituation');
  });

  it('keeps nothing personal before consent, and asks for it', async () => {
    const driver = await waitingAt('consent');
    const text = textOf(driver.say('我们是重庆三峡甲机械有限公司，地址万州区甲路1号，联系人吴芳13800138001'));
    expect(stored(driver, 'unitName')).toBe('重庆三峡甲机械有限公司');
    expect(JSON.stringify(driver.session)).not.toMatch(/吴芳|13800138001/u);
    expect(text).toContain('不保存');
    expect(asked(driver)).toBe('consent');
    driver.say('继续');
    expect(driver.session.consent).toBeNull();
    driver.say('同意的同意的');
    expect(driver.session.consent?.given).toBe(true);
  });

  it('is asked about before it replaces what stands there', async () => {
    const driver = await waitingAt('field:centerName');
    const before = stored(driver, 'unitAddress');
    const text = textOf(driver.say('单位地址：万州区乙路9号'));
    expect(stored(driver, 'unitAddress')).toBe(before);
    expect(text).toContain(`万州区乙路9号（原为“${before}”）`);
  });

  it('of a partner stay in its block, whatever the labels are called', async () => {
    const driver = await waitingAt('field:partners.0.name', 1);
    const applicant = ['unitAddress', 'contactPerson', 'contactPhone'].map(id => stored(driver, id));
    driver.say(
      '合作单位：重庆乙集团\n性质：企业\n地址：万州区乙路2号\n联系人：孙浩\n电话：13599998888\n分工：产业化',
    );
    expect(['unitAddress', 'contactPerson', 'contactPhone'].map(id => stored(driver, id))).toEqual(applicant);
    expect(stored(driver, 'partners.0.address')).toBe('万州区乙路2号');
    expect(stored(driver, 'partners.0.contact')).toBe('孙浩');
    expect(stored(driver, 'partners.0.phone')).toBe('13599998888');
  });

  it('stays a whole answer where prose is asked for', async () => {
    const driver = await waitingAt('field:team');
    const prose = '团队由负责人李强牵头，共20人，与重庆大学合作。';
    driver.say(prose);
    expect(stored(driver, 'team')).toBe(prose);
  });

  it('goes beside the open choice when it can only be the address', async () => {
    const driver = await waitingAt('field:unitNature');
    driver.say('万州区双河口街道88号');
    expect(stored(driver, 'unitAddress')).toBe('万州区双河口街道88号');
    expect(asked(driver)).toBe('field:unitNature');
  });
});

describe('corrections in words', () => {
  it.each([
    ['刚才电话填错了，应该是13800138009', 'contactPhone', '13800138009'],
    ['法人代表写错了，是李强', 'legalPerson', '李强'],
  ])('%s', async (text, field, value) => {
    const driver = await waitingAt('field:centerName');
    const old = stored(driver, field);
    expect(textOf(driver.say(text))).toContain(`${value}（原为“${old}”）`);
    expect(stored(driver, field)).toBe(value);
    expect(asked(driver)).toBe('field:centerName');
  });

  it('find by what they replace where no field is named', async () => {
    const driver = await waitingAt('review');
    expect(stored(driver, 'applyDate')).toBe('2022年9月1日');
    driver.say('不是9月1日是9月5日');
    expect(stored(driver, 'applyDate')).toBe('2022年9月5日');
  });

  it('without a new value go to the field', async () => {
    const driver = await waitingAt('field:centerName');
    driver.say('电话填错了');
    expect(asked(driver)).toBe('field:contactPhone');
  });
});

describe('the same as before', () => {
  it.each([
    ['field:centerAddress', '同单位地址', 'centerAddress', 'unitAddress'],
    ['field:contactPerson', '联系人也是我', 'contactPerson', 'legalPerson'],
  ])('%s: %s', async (asks, text, field, source) => {
    const driver = await waitingAt(asks);
    const shown = textOf(driver.say(text));
    expect(stored(driver, field)).toBe(stored(driver, source));
    expect(shown).toContain(stored(driver, source)!);
  });
});
