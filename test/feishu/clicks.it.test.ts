import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutMessage } from '../../src/model/message.ts';
import { privateChat, seenBy } from './harness.ts';
import { type Opened, openChannel } from './open.ts';

let open: Opened;
beforeEach(async () => {
  open = await openChannel();
  open.fake.world.person('张工');
});
afterEach(async () => {
  await open.close();
  expect(open.fake.complaints).toEqual([]);
});

const answerWith = (message: Partial<OutMessage>) => {
  open.intake.answer = event => [
    OutMessage.parse({
      key: event.id,
      to: event.address,
      blocks: [],
      ...(event.body.kind === 'press' ? { pressed: event.body.message } : {}),
      ...message,
    }),
  ];
};
const ask = (to = privateChat(open.fake, '张工')) =>
  open.channel.send(
    open.outgoing(
      {
        blocks: [{ kind: 'text', text: '贵单位是否在万州区内注册登记？' }],
        choices: [
          { token: 'abc_0', label: '是' },
          { token: 'abc_1', label: '否', style: 'danger' },
        ],
        prompt: 'abc',
      },
      {},
      to,
    ),
  );
const texts = () => seenBy(open.fake, '张工').map(({ text }) => text);

describe('a click', () => {
  it('shows the toast and the card of its turn in the answer itself', async () => {
    await ask();
    answerWith({ quiet: true, toast: '已记录', blocks: [{ kind: 'text', text: '注册登记：是' }] });
    expect(await open.fake.presses('张工', '是')).toEqual({ toast: '已记录', updated: true });
    expect(texts()).toEqual(['注册登记：是']);
    expect(seenBy(open.fake, '张工')[0]!.buttons).toEqual([]);
  });

  it('shows the next state of the logical card it stands on, without being told which message that is', async () => {
    await open.channel.send(
      open.outgoing({
        card: 'case:WZ22-0001-H',
        blocks: [{ kind: 'text', text: '待审' }],
        choices: [{ token: 'abc_0', label: '通过', style: 'primary' }],
      }),
    );
    answerWith({ pressed: undefined, card: 'case:WZ22-0001-H', blocks: [{ kind: 'text', text: '已通过' }] });
    expect(await open.fake.presses('张工', '通过')).toMatchObject({ updated: true });
    expect(texts()).toEqual(['已通过']);
    answerWith({ pressed: undefined, card: 'case:WZ22-0002-K', blocks: [{ kind: 'text', text: '另一件' }] });
    await ask();
    await open.fake.presses('张工', '是');
    expect(texts().at(-1)).not.toContain('另一件');
  });

  it('shows the answer on the question and takes its buttons away, without a call of its own', async () => {
    await ask();
    answerWith({ chosen: '是', blocks: [{ kind: 'text', text: '下一问' }] });
    const calls = open.fake.api.calls.length;
    expect(await open.fake.presses('张工', '是')).toEqual({ toast: null, updated: true });
    expect(open.fake.api.calls.length).toBe(calls);
    expect(texts().at(-1)).toContain('已选：是');
    expect(() => open.fake.cardWith(open.fake.world.person('张工').chat, '是')).toThrow();
  });

  it('leaves a card alone that it does not remember', async () => {
    await ask();
    const { message, button } = open.fake.cardWith(open.fake.world.person('张工').chat, '是');
    answerWith({ blocks: [{ kind: 'text', text: '下一问' }] });
    const body = open.fake.clickBody('张工', message, { ...button, value: { t: 'zzz_0', c: 'p' } });
    await open.fake.click(message, body);
    expect(await open.fake.click(message, open.fake.clickBody('张工', message, button))).toMatchObject({
      toast: null,
    });
  });

  it('does not squeeze a card into the answer that fills several', async () => {
    await ask();
    answerWith({ quiet: true, blocks: [{ kind: 'text', text: '长'.repeat(9_000) }] });
    expect(await open.fake.presses('张工', '是')).toEqual({ toast: null, updated: false });
  });

  it('asks once more before a danger button', async () => {
    await ask();
    const { button } = open.fake.cardWith(open.fake.world.person('张工').chat, '否');
    expect(button.confirm).toBe('确定选择“否”吗？');
  });

  it('that could not be kept says so, because Feishu does not deliver it again', async () => {
    await ask();
    open.intake.failNext();
    expect(await open.fake.presses('张工', '是')).toMatchObject({
      toast: expect.stringContaining('没有生效'),
      updated: false,
    });
    expect(open.intake.events).toEqual([]);
    await open.fake.presses('张工', '是');
    expect(open.intake.events).toHaveLength(1);
  });

  it('is answered in time when the commit is slow, and is not lost', async () => {
    await ask();
    open.intake.hold();
    const shown = open.fake.presses('张工', '是');
    const event = await open.intake.event(({ body }) => body.kind === 'press');
    expect(await shown).toMatchObject({ toast: expect.stringContaining('正在处理') });
    open.intake.release();
    expect(event.body).toMatchObject({ token: 'abc_0' });
  });

  it('delivered twice at once is one event', async () => {
    await ask();
    const { message, button } = open.fake.cardWith(open.fake.world.person('张工').chat, '是');
    const body = open.fake.clickBody('张工', message, button);
    await Promise.all([open.fake.click(message, body), open.fake.click(message, body)]);
    expect(new Set(open.intake.events.map(({ id }) => id)).size).toBe(1);
  });

  it('on a card of another make says that the card is out of use', async () => {
    await ask();
    const { message, button } = open.fake.cardWith(open.fake.world.person('张工').chat, '是');
    for (const value of [{ action: 'approve' }, { t: 'abc_0', c: 'p', actor: 'x' }, {}]) {
      const body = open.fake.clickBody('张工', message, { ...button, value });
      expect(await open.fake.click(message, body)).toMatchObject({
        toast: expect.stringContaining('已失效'),
      });
    }
    expect(open.intake.events).toEqual([]);
  });
});

describe('reviewers on one card in a group', () => {
  it('act as themselves, also at the same moment', async () => {
    const group = open.fake.world.group('审核群');
    await ask({ channel: 'feishu', chat: group, kind: 'group' });
    const { message, button } = open.fake.cardWith(group, '是');
    const people = ['李科长', '王科员'];
    await Promise.all(people.map(who => open.fake.click(message, open.fake.clickBody(who, message, button))));
    expect(open.intake.events.map(({ actor }) => actor.id).sort()).toEqual(
      people.map(who => `feishu:tenant_bureau:${open.fake.world.person(who).openId}`).sort(),
    );
    for (const { address } of open.intake.events)
      expect(address).toMatchObject({ chat: group, kind: 'group' });
  });

  it('of another company are told apart by tenant', async () => {
    const group = open.fake.world.group('审核群');
    open.fake.world.person('外单位', 'tenant_other');
    await ask({ channel: 'feishu', chat: group, kind: 'group' });
    const { message, button } = open.fake.cardWith(group, '是');
    await open.fake.click(message, open.fake.clickBody('外单位', message, button));
    expect(open.intake.events[0]!.actor.id).toMatch(/^feishu:tenant_other:/);
  });
});

describe('a form card', () => {
  const form: OutMessage['form'] = [
    { field: 'unitName', label: '单位名称', kind: 'line', required: true },
    {
      field: 'nature',
      label: '单位性质',
      kind: 'select',
      required: true,
      options: [
        { value: 'company', label: '企业' },
        { value: 'school', label: '高等院校' },
      ],
    },
    { field: 'basis', label: '现有基础', kind: 'paragraph', required: false },
  ];
  beforeEach(() =>
    open.channel.send(open.outgoing({ blocks: [{ kind: 'text', text: '请填写' }], form, prompt: 'form1' })),
  );

  it('comes back as one event with all fields, and shows what was sent off', async () => {
    const shown = await open.fake.submits('张工', { 单位名称: '某某公司', 单位性质: '高等院校' });
    expect(open.intake.events[0]!.body).toMatchObject({
      kind: 'form',
      prompt: 'form1',
      values: { unitName: '某某公司', nature: 'school', basis: '' },
    });
    expect(shown).toMatchObject({ updated: true });
    const [card] = seenBy(open.fake, '张工');
    expect(card!.buttons).toEqual([]);
    expect(card!.text).toContain('已提交的内容');
    expect(card!.text).toContain('某某公司');
  });

  it('may be sent off in part: the client does not hold back what is there', async () => {
    await open.fake.submits('张工', { 单位名称: '某某公司' });
    expect(open.intake.events[0]!.body).toMatchObject({
      values: { unitName: '某某公司', nature: '', basis: '' },
    });
  });

  it('shows the errors of a refused submission in the card that follows', async () => {
    await open.channel.send(
      open.outgoing({
        blocks: [{ kind: 'heading', text: '有 1 项需要修改' }],
        form: [{ ...form[0]!, value: '某', error: '请写全称' }],
        prompt: 'form2',
      }),
    );
    expect(seenBy(open.fake, '张工').at(-1)!.text).toContain('✗ 单位名称：请写全称');
    await open.fake.submits('张工', { 单位名称: '某某有限公司' });
    expect(open.intake.events.at(-1)!.body).toMatchObject({
      prompt: 'form2',
      values: { unitName: '某某有限公司' },
    });
  });
});
