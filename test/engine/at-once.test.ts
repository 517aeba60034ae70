import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pack } from '../../src/model/pack/pack.ts';
import { Conversation } from '../support/conversation.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let folder: string;
let pack: Pack;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shenbao-at-once-'));
  pack = (await noticeAt(wanzhouFolder)).pack;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = '单位名称：重庆三峡智造有限公司\n单位性质：企业';
/** The written answers of the export, as the person sees them. */
const answersOf = async (talk: Conversation): Promise<string> => (await talk.say('查看')).text;

describe('an old button', () => {
  it('says so kindly, changes nothing and asks the open question again', async () => {
    const talk = await Conversation.open({ pack, now: '2022-09-01' });
    await talk.say('资格自测');
    const old = talk.token('医疗卫生单位');
    const asked = await talk.press('企业');
    const late = await talk.pressToken(old);
    expect(late.text).toContain('这个按钮属于之前的问题，现已失效，未作任何更改。');
    expect(late.text).toContain('贵单位是否在万州区注册登记？');
    expect(late.buttons).toEqual(asked.buttons);
    expect(late.messages[0]?.toast).toContain('现已失效');
    await talk.close();
  });

  it('answers no later question even where the labels are the same', async () => {
    const talk = await Conversation.open({ pack, now: '2022-09-01' });
    await talk.say('资格自测');
    await talk.say('企业');
    const yes = talk.token('是');
    await talk.pressToken(yes);
    const again = await talk.pressToken(yes);
    expect(again.text).toContain('现已失效');
    expect(again.text).toContain('法人独立资格');
    await talk.close();
  });
});

describe('a late message', () => {
  it('numbered before what was handled is shown and answers nothing', async () => {
    const talk = await Conversation.open({ pack, now: '2022-09-01' });
    await talk.send(talk.event({ kind: 'text', text: '资格自测' }, { seq: 10 }));
    const late = await talk.send(talk.event({ kind: 'text', text: '医院' }, { seq: 9 }));
    expect(late.text).toContain('收到一条较早的消息，未作为当前问题的回答：\n｜医院');
    expect(late.text).toContain('请问贵单位属于哪一类？');
    await talk.close();
  });

  it.each([
    ['能补助多少钱？', '最高20万元'],
    ['材料清单', '推荐意见'],
  ])('is answered when it asks or commands, whatever it was a reply to: %s', async (text, reply) => {
    const talk = await Conversation.open({ pack, now: '2022-09-01' });
    const first = await talk.say('资格自测');
    await talk.say('企业');
    const late = await talk.send(talk.event({ kind: 'text', text, prompt: first.messages[0]!.prompt! }));
    expect(late.text).toContain(reply);
    expect(late.text).not.toContain('较早的消息');
    await talk.close();
  });

  it('skips nothing that it was not meant for', async () => {
    const talk = await Conversation.open({ pack, now: '2022-09-01' });
    const first = await talk.say('资格自测');
    await talk.say('企业');
    const late = await talk.send(
      talk.event({ kind: 'text', text: '跳过', prompt: first.messages[0]!.prompt! }),
    );
    expect(late.text).toContain('较早的消息');
    expect(late.text).toContain('贵单位是否在万州区注册登记？');
    await talk.close();
  });

  it.each(['返回菜单', '暂停'])('may carry the question that was left by %s', async leave => {
    const talk = await Conversation.open({ pack, now: '2022-09-01' });
    const first = await talk.say('资格自测');
    await talk.say(leave);
    for (const text of ['能补助多少钱', '继续']) {
      const said = await talk.send(talk.event({ kind: 'text', text, prompt: first.messages[0]!.prompt! }));
      expect(said.text).not.toContain('较早的消息');
    }
    await talk.close();
  });

  it('that replies to a question no longer open is shown and answers nothing', async () => {
    const talk = await Conversation.open({ pack, now: '2022-09-01' });
    const first = await talk.say('资格自测');
    await talk.say('企业');
    const prompt = first.messages[0]!.prompt!;
    const late = await talk.send(talk.event({ kind: 'text', text: '是', prompt }));
    expect(late.text).toContain('未作为当前问题的回答');
    expect(late.text).toContain('贵单位是否在万州区注册登记？');
    await talk.close();
  });
});

describe('two messages at once', () => {
  it('are both answered, in the order in which they came', async () => {
    const talk = await Conversation.open({ pack, now: '2022-09-01' });
    await talk.say('资格自测');
    const [first, second] = await Promise.all([talk.say('企业'), talk.say('是')]);
    expect(first.text).toContain('已记录：单位类型——企业。');
    expect(second.text).toContain('已记录：在万州区注册登记——是。');
    await talk.close();
  });

  it('the same press twice at once counts once', async () => {
    const talk = await Conversation.open({ pack, now: '2022-09-01' });
    await talk.say('资格自测');
    const press = talk.event({ kind: 'press', token: talk.token('企业') });
    const [one, other] = await Promise.all([talk.send(press), talk.send(press)]);
    expect(other.messages).toEqual(one.messages);
    expect((await talk.press('上一步')).text).toContain('请问贵单位属于哪一类？');
    await talk.close();
  });
});

describe('two processes on one store', () => {
  it('keep every answer when both are told at the same moment', async () => {
    const store = join(folder, 'shenbao.sqlite');
    const secret = new Uint8Array(32).fill(1);
    const [one, two] = await Promise.all([
      Conversation.open({ pack, now: '2022-09-01', store, secret }),
      Conversation.open({ pack, now: '2022-09-01', store, secret }),
    ]);
    await one.say(start);
    const texts = [
      '通讯地址改为 天城大道1号',
      '创新研发情况改为 研发甲',
      '创新团队建设情况改为 团队乙',
      '科技成果获得情况改为 成果丙',
    ];
    await Promise.all(
      texts.map((text, index) => {
        const talk = index % 2 === 0 ? one : two;
        return talk.send(talk.event({ kind: 'text', text }, { id: `both:${index}` }));
      }),
    );
    const seen = await answersOf(one);
    for (const value of ['研发甲', '团队乙', '成果丙']) expect(seen).toContain(value);
    await Promise.all([one.close(), two.close()]);
  });

  it('take one event once between them', async () => {
    const store = join(folder, 'shenbao.sqlite');
    const secret = new Uint8Array(32).fill(1);
    const one = await Conversation.open({ pack, now: '2022-09-01', store, secret });
    const two = await Conversation.open({ pack, now: '2022-09-01', store, secret });
    await one.say('资格自测');
    const press = one.event({ kind: 'press', token: one.token('企业') });
    const replies = await Promise.all([one.send(press), two.send(press), one.send(press), two.send(press)]);
    for (const reply of replies) expect(reply.messages).toEqual(replies[0]!.messages);
    expect((await one.press('上一步')).text).toContain('请问贵单位属于哪一类？');
    await Promise.all([one.close(), two.close()]);
  });
});
