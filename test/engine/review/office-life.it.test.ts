import { afterEach, describe, expect, it } from 'vitest';
import type { Pack } from '../../../src/model/pack/pack.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { Office } from './office.ts';

let office: Office;
afterEach(() => office.close());

const open = async (contacts: Partial<Pack['contacts']> = {}, now = '2022-09-01 10:00'): Promise<Office> => {
  const { pack } = await noticeAt(wanzhouFolder);
  office = await Office.open({ pack: { ...pack, contacts: { ...pack.contacts, ...contacts } }, now });
  return office;
};

const withDigest = async (): Promise<Partial<Pack['contacts']>> => {
  const { pack } = await noticeAt(wanzhouFolder);
  return {
    sections: pack.contacts.sections.map(section =>
      section.id === 'enterprise' ? { ...section, digest: true } : section,
    ),
  };
};

describe('a section that chose a daily list', () => {
  it('hears at the opening of the next working day, once, and again while something is open', async () => {
    await open(await withDigest(), '2022-09-08 10:00');
    await office.bind('审', 'enterprise', 'reviewer');
    await office.bind('联', 'enterprise', 'contact');
    const first = await submitWanzhou(office, '王');
    const second = await submitWanzhou(office, '李');
    for (const { delivered } of [first, second]) expect(delivered.to('审')).toEqual([]);
    const morning = await office.at('2022-09-09 09:00');
    expect(morning.to('审')).toHaveLength(1);
    expect(morning.text('审')).toContain('今日待办汇总');
    expect(morning.text('审')).toContain('您的待办申请（2件）');
    expect(morning.text('联')).toContain('可查看的在办申请（2件）');
    // The next day is a holiday: the list comes with the reminder only on the next working day.
    expect((await office.at('2022-09-10 09:00')).messages).toEqual([]);
    for (const { number } of [first, second]) await office.say('审', `不通过 ${number} 材料不实`);
    await office.at('2022-09-10 09:05');
    expect((await office.at('2022-09-13 09:00')).to('审')).toEqual([]);
  });

  it('hears at once what is transferred to somebody by name', async () => {
    await open(await withDigest());
    await office.bind('审', 'enterprise', 'reviewer');
    await office.bind('核', 'enterprise', 'reviewer');
    const { number } = await submitWanzhou(office);
    await office.say('审', `转交 ${number}`);
    expect((await office.press('审', '核（科技企业科）')).text('核')).toContain('转交您办理');
  });
});

describe('quiet hours', () => {
  it('hold what interrupts staff until they end, and hold up no answer meanwhile', async () => {
    await open({ quiet: { from: '20:00', to: '08:00' } }, '2022-09-01 22:00');
    await office.bind('审', 'enterprise', 'reviewer');
    const { number, delivered } = await submitWanzhou(office);
    expect(delivered.to('审')).toEqual([]);
    expect((await office.say('审', '待办')).text('审')).toContain(number);
    expect((await office.at('2022-09-02 07:59')).to('审')).toEqual([]);
    expect((await office.at('2022-09-02 08:00')).buttons('审')).toContain('初审通过');
  });
});

describe('a message held for second thoughts', () => {
  it('holds up nothing else that is said to the same person', async () => {
    await open();
    await office.bind('审', 'enterprise', 'reviewer');
    await submitWanzhou(office);
    await office.press('审', '初审通过');
    expect((await office.say('王', '截止到什么时候')).text('王')).toContain('2022年9月16日');
    expect((await office.say('审', '待办')).text('审')).toContain('专家论证');
  });
});

describe('a channel that has fallen', () => {
  const news = (channel: string, detail?: string) =>
    office.take('操作台', {
      kind: 'operator',
      command: 'channel',
      data: { channel, title: '飞书', ...(detail === undefined ? {} : { detail }) },
    });

  it('is told to the operators who can be reached on another one, and that it is back', async () => {
    await open();
    await office.bind('管', 'enterprise', 'operator');
    await office.bind('审', 'enterprise', 'reviewer');
    const down = await news('feishu', '应用已被停用');
    expect(down.text('管')).toBe('渠道“飞书”不能正常收发消息：应用已被停用');
    expect(down.to('审')).toEqual([]);
    expect((await news('feishu')).text('管')).toBe('渠道“飞书”已恢复正常。');
    expect((await news('desk', '应用已被停用')).to('管')).toEqual([]);
  });
});

describe('binding', () => {
  const code = 'a'.repeat(32);
  const invite = (role: string, text = code) =>
    office.take('操作台', {
      kind: 'operator',
      command: 'invite',
      data: { code: text, section: 'enterprise', role, name: '邹工' },
    });
  const roster = async () => (await office.roster()).staff.map(({ name, status }) => [name, status]);

  it('counts only after the operator confirmed it, and works once', async () => {
    await open();
    await invite('reviewer');
    expect((await office.say('邹', `/绑定 ${code}`)).text('邹')).toContain('待操作员确认');
    expect((await office.say('邹', '待办')).text('邹')).not.toContain('待办申请');
    expect((await office.say('别人', `/绑定 ${code}`)).text('别人')).toContain('绑定码不正确或已失效');
    const confirmed = await office.take('操作台', {
      kind: 'operator',
      command: 'confirm',
      data: { actor: 'desk:邹' },
    });
    expect(confirmed.text('邹')).toContain('绑定已生效：科技企业科，审核人');
    expect(await roster()).toEqual([['邹工', 'active']]);
  });

  it('is over after ten minutes', async () => {
    await open();
    await invite('reviewer');
    await office.at('2022-09-01 10:10:01');
    expect((await office.say('邹', `/绑定 ${code}`)).text('邹')).toContain('绑定码不正确或已失效');
    expect(await roster()).toEqual([]);
  });

  it('stays good when others guess, and whoever guessed five times is heard no more', async () => {
    await open();
    await invite('reviewer');
    for (let guess = 0; guess < 5; guess += 1) await office.say('贼', `/绑定 ${String(guess).repeat(32)}`);
    expect((await office.say('贼', `/绑定 ${code}`)).text('贼')).toContain('尝试次数过多');
    expect(await roster()).toEqual([]);
    expect((await office.say('邹', `/绑定 ${code}`)).text('邹')).toContain('待操作员确认');
  });

  it('lets a group only hear', async () => {
    await open();
    await invite('reviewer');
    const said = await office.take('群', { kind: 'text', text: `/绑定 ${code}` }, 'group');
    expect(said.text('群')).toContain('现已作废');
    expect(await roster()).toEqual([]);
  });

  it('keeps no code, only its hash', async () => {
    await open();
    await invite('reviewer');
    expect(JSON.stringify(await office.roster())).not.toContain(code);
  });
});

describe('a draft before the deadline', () => {
  const begin = async () => {
    await open({}, '2022-09-01 10:00');
    for (const line of ['单位名称：三峡榨菜科技有限公司\n单位性质：企业', '是']) await office.say('王', line);
    await office.say('王', '开始填报');
  };

  it('is reminded three days before, with the date for the calendar', async () => {
    await begin();
    const reminded = await office.at('2022-09-13 09:00');
    expect(reminded.text('王')).toContain('距截止还有3天');
    const [file] = reminded.to('王').flatMap(({ files }) => files);
    expect(file).toMatchObject({ kind: 'rendered', render: 'calendar', name: '申报截止日.ics' });
    const { content } = await office.house.renderer.file(file!);
    expect(Buffer.from(await content()).toString()).toContain('DTSTART;VALUE=DATE:20220916');
  });

  it('is not reminded once the person said so', async () => {
    await begin();
    await office.say('王', '不再提醒');
    expect((await office.at('2022-09-13 09:00')).messages).toEqual([]);
  });
});

describe('withdrawing', () => {
  it('is the unit’s right until somebody decided, also after a transfer', async () => {
    await open();
    await office.bind('审', 'enterprise', 'reviewer');
    await office.bind('核', 'enterprise', 'reviewer');
    const { number } = await submitWanzhou(office);
    await office.press('审', '转交');
    await office.press('审', '核（科技企业科）');
    await office.say('王', '撤回申请');
    expect((await office.press('王', '不撤回')).text('王')).toContain('照常办理');
    await office.say('王', '撤回申请');
    const done = await office.press('王', '确定撤回');
    expect(done.text('王')).toContain('已撤回申请');
    expect(done.buttons('核')).not.toContain('初审通过');
    expect((await office.application(number)).status).toBe('withdrawn');
  });

  it('is refused after a decision', async () => {
    await open();
    await office.bind('审', 'enterprise', 'reviewer');
    await submitWanzhou(office);
    await office.press('审', '初审通过');
    expect((await office.say('王', '撤回申请')).text('王')).toContain('不能自行撤回');
  });
});

describe('a ticket', () => {
  it('can be served by nobody but the section, and its buttons do nothing for others', async () => {
    await open();
    await office.bind('联', 'platform', 'contact');
    await office.bind('农', 'agri', 'reviewer');
    const opened = await office.say('王', '转人工');
    const reply = office.token('联', '答复');
    for (const who of ['农', '王', '路人']) {
      for (const token of [reply, reply.replace(/reply$/, 'close'), reply.replace(/reply$/, 'other')]) {
        const said = await office.pressToken(who, token);
        expect(said.text(who)).toContain('没有找到可由您处理的这项人工咨询');
        expect(said.to('联')).toEqual([]);
      }
    }
    expect(opened.text('联')).toContain('来访者尚未写明问题');
    const id = /T[A-Z0-9]{6}/.exec(opened.text('联'))![0];
    expect((await office.say('联', `答复 ${id} 请到三楼。`)).text('王')).toContain('请到三楼。');
    expect((await office.say('联', `结束 ${id}`)).text('王')).toContain('恢复自动答复');
  });

  it('that nobody answers goes from contact to contact and then to the operator', async () => {
    await open({}, '2022-09-01 09:00');
    await office.bind('联', 'platform', 'contact');
    await office.bind('审', 'platform', 'reviewer');
    await office.bind('管', 'agri', 'operator');
    await office.say('王', '转人工');
    expect((await office.at('2022-09-01 13:00')).text('审')).toContain('尚无人答复');
    expect((await office.at('2022-09-01 17:00')).text('管')).toContain('无人答复，请安排人员处理');
  });
});

describe('a snapshot', () => {
  it('stays as it was submitted whatever the pack says later', async () => {
    await open();
    await office.bind('审', 'enterprise', 'reviewer');
    const { number } = await submitWanzhou(office);
    const { snapshots } = await office.application(number);
    await office.say('审', `退回 ${number} 负责人：请填写全名`);
    await office.at('2022-09-01 10:02');
    await office.say('王', '开始补正');
    await office.say('王', '王五五');
    const again = await office.press('王', '重新提交');
    expect(again.messages.flatMap(({ files }) => files)).toMatchObject([
      { kind: 'rendered', name: expect.stringContaining(number), data: { answers: { leader: '王五五' } } },
    ]);
    const after = await office.application(number);
    expect(after.snapshots[0]).toEqual(snapshots[0]);
    expect(after.snapshots[1]?.rows.find(({ field }) => field === 'leader')?.value).toBe('王五五');
    expect(after.snapshots[1]?.pack).toEqual({ id: office.pack.id, hash: office.pack.hash });
  });
});
