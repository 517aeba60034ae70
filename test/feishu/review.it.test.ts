import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/host/log.ts';
import { type Assistant, openAssistant } from '../../src/main.ts';
import { FakeFeishu } from './fake/fake-feishu.ts';
import { feishuChannel, privateChat } from './harness.ts';
import { ChatPerson } from './person.ts';
import { walkTo } from './walk.ts';

/** Inside the application window of the notice. */
const inWindow = Date.parse('2022-09-01T02:00:00Z');
/** Longer than a reviewer may take an act back; only then the applicant hears of it. */
const undoOver = 61_000;

let fake: FakeFeishu;
let assistant: Assistant;
let applicant: ChatPerson;
let lee: ChatPerson;
let wang: ChatPerson;

const bind = async (who: string): Promise<ChatPerson> => {
  const { openId, tenant } = fake.world.person(who);
  await assistant.receive({
    id: `bind:${who}`,
    at: inWindow,
    address: privateChat(fake, who),
    actor: { id: `feishu:${tenant}:${openId}`, name: who },
    body: { kind: 'operator', command: 'bind', data: { name: who, section: 'enterprise', role: 'reviewer' } },
  });
  return new ChatPerson(fake, who);
};

beforeEach(async () => {
  fake = await FakeFeishu.open(inWindow);
  const channel = await feishuChannel(fake, { log: silentLogger, dataDir: '', publicUrl: null });
  const started = performance.now();
  assistant = await openAssistant({
    packs: ['conversations/wanzhou-2022'],
    store: ':memory:',
    now: () => Math.floor(fake.world.now + performance.now() - started),
    channels: [channel],
  });
  [lee, wang] = [await bind('李科长'), await bind('王科员')];
  applicant = new ChatPerson(fake, '张敏');
  await applicant.writes('我要填报');
  await walkTo(applicant, /提交成功/);
  await Promise.all([lee.sees(/待办申请/), wang.sees(/待办申请/)]);
});
afterEach(async () => {
  await assistant.close();
  await fake.close();
  expect(fake.complaints).toEqual([]);
});

/** Click on a card as it was shown earlier. */
const clickOld = (who: string, old: ReturnType<FakeFeishu['cardWith']>) =>
  fake.click(old.message, fake.clickBody(who, old.message, old.button));

describe('reviewers on Feishu cards', () => {
  it('decide once: of two at the same moment one acts and the other is told; then on to the last stage', async () => {
    const buttons = [lee, wang].map(({ chat }) => fake.cardWith(chat, '初审通过'));
    const outside = fake.world.person('路人').name;
    expect(await clickOld(outside, buttons[0]!)).toMatchObject({
      toast: expect.stringContaining('未作任何更改'),
    });

    const toasts = (
      await Promise.all([clickOld('李科长', buttons[0]!), clickOld('王科员', buttons[1]!)])
    ).map(clicked => clicked?.toast);
    expect(toasts.filter(toast => toast === '初审通过')).toHaveLength(1);
    expect(toasts.filter(toast => toast?.includes('未作任何更改'))).toHaveLength(1);
    await Promise.all([lee.sees(/已办理/), wang.sees(/已办理/)]);
    expect(applicant.shown().join('\n')).not.toContain('进入“专家论证”');
    fake.world.now += undoOver;
    await applicant.sees(/进入“专家论证”/);
    await lee.sees(/待办申请｜专家论证/);

    await fake.presses('李科长', '论证通过');
    await lee.sees(/请填写“专家意见”/);
    await fake.writes('李科长', '专家一致同意').outcome;
    await lee.sees(/已记录：论证通过/);
    fake.world.now += undoOver;
    await lee.sees(/待办申请｜批准建设/);
    await fake.presses('李科长', '批准建设');
    await lee.sees(/请填写“认定文号”/);
    await fake.writes('李科长', '万州科〔2022〕88号').outcome;
    await lee.sees(/请核对下列内容/);
    await fake.presses('李科长', '确认');
    await lee.sees(/已记录：批准建设/);
    fake.world.now += undoOver;
    await applicant.sees(/批准/);
    const stale = await clickOld('王科员', buttons[1]!);
    expect(stale?.toast).toContain('未作任何更改');
  });

  it('return one field and see the round diff on their card; a rejection needs its reason', async () => {
    await fake.presses('李科长', '退回补正');
    await lee.sees(/逐项选择需要补正的内容/);
    await fake.presses('李科长', '单位性质');
    await lee.sees(/需要怎样补正/);
    await fake.writes('李科长', '请与营业执照一致').outcome;
    await lee.sees(/已选择下列内容/);
    await fake.presses('李科长', '选好了');
    await lee.sees(/已记录：退回补正/);
    fake.world.now += undoOver;
    await applicant.sees(/被退回补正/);

    await fake.presses('张敏', '开始补正');
    await applicant.sees(/\[ 保持不变 \]/);
    await fake.presses('张敏', '科研院所');
    await applicant.sees(/\[ 重新提交 \]/);
    await fake.presses('张敏', '重新提交');
    await lee.sees(/补正对照[\s\S]*企业[\s\S]*科研院所/);

    const reject = fake.cardWith(lee.chat, '不予通过');
    expect(reject.button.confirm).toContain('不予通过');
    await clickOld('李科长', reject);
    expect(applicant.shown().join('\n')).not.toContain('不属于本次认定范围');
    await fake.writes('李科长', '不属于本次认定范围').outcome;
    await lee.sees(/\[ 确认 \]/);
    await fake.presses('李科长', '确认');
    await lee.sees(/已记录：不予通过/);
    fake.world.now += undoOver;
    await applicant.sees(/不属于本次认定范围/);
    for (const person of [applicant, lee, wang]) {
      for (const message of person.messages()) {
        if (message.type === 'interactive') expect(fake.card(message).active).toEqual([]);
      }
    }
  });
});
