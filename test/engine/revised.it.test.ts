import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Pack } from '../../src/model/pack/pack.ts';
import { Conversation } from '../support/conversation.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let pack: Pack;
beforeAll(async () => {
  pack = (await noticeAt(wanzhouFolder)).pack;
});

const open = async () => {
  const talk = await Conversation.open({ pack, now: '2022-09-01' });
  onTestFinished(() => talk.close());
  const say = (message: string, text: string) => talk.send(talk.event({ kind: 'text', text }, { message }));
  const edit = (message: string, text: string) =>
    talk.send(talk.event({ kind: 'edited', text }, { message }));
  const recall = (message: string) => talk.send(talk.event({ kind: 'recalled' }, { message }));
  return { talk, say, edit, recall };
};

describe('a message that was edited', () => {
  it('names the answer it gave and offers what it says now', async () => {
    const { talk, say, edit } = await open();
    await say('m1', '单位名称：重庆三峡智造有限公司\n单位性质：企业');
    await talk.press('同意');
    await talk.say('修改 单位名称');
    await say('m2', '重庆三峡制造有限公司');
    const offered = await edit('m2', '重庆三峡智能制造有限公司');
    expect(offered.text).toMatch(
      /您修改了之前的一条消息[\s\S]*重庆三峡制造有限公司[\s\S]*重庆三峡智能制造有限公司/,
    );
    await talk.press('确认填入');
    expect((await talk.say('查看')).text).toContain('重庆三峡智能制造有限公司');
  });

  it('changes nothing by itself', async () => {
    const { talk, say, edit } = await open();
    await say('m1', '单位名称：重庆三峡智造有限公司\n单位性质：企业');
    await talk.press('同意');
    await talk.say('修改 单位名称');
    await say('m2', '重庆三峡制造有限公司');
    await edit('m2', '重庆三峡智能制造有限公司');
    await talk.press('不填入');
    const kept = (await talk.say('查看')).text;
    expect(kept).toContain('重庆三峡制造有限公司');
    expect(kept).not.toContain('重庆三峡智能制造有限公司');
  });

  it('offers to answer a question of the self-check again', async () => {
    const { talk, say, edit } = await open();
    await talk.say('资格自测');
    await say('m1', '企业');
    const offered = await edit('m1', '高校');
    expect(offered.text).toContain('企业');
    expect(offered.buttons).toContain('重新回答');
    expect((await talk.press('重新回答')).buttons).toContain('高等院校');
  });

  it('says so when it answered nothing', async () => {
    const { edit } = await open();
    expect((await edit('m9', '随便写的一句话')).text).toContain('没有填写任何一项');
  });

  it('into another question is answered as it stands now', async () => {
    const { edit } = await open();
    expect((await edit('m9', '什么时候截止？')).text).toContain('2022年9月16日');
  });

  it('says that nothing changes where it says the same', async () => {
    const { talk, say, edit } = await open();
    await say('m1', '单位名称：重庆三峡智造有限公司\n单位性质：企业');
    await talk.press('同意');
    expect((await edit('m1', '单位名称：重庆三峡智造有限公司\n单位性质：企业')).text).toContain(
      '内容保持不变',
    );
  });

  it('in ordinary prose is offered for the fields it told of', async () => {
    const { talk, say, edit } = await open();
    await say('m1', '单位名称：重庆三峡智造有限公司\n单位性质：企业');
    await talk.press('同意');
    await say('m2', '联系人李四，电话023-58220000');
    await edit('m2', '联系人李五，电话023-58220000');
    await talk.press('确认填入');
    expect((await talk.say('查看')).text).toContain('联系人：李五');
  });
});

describe('a message that was taken back', () => {
  it('is pointed out when it gave an answer, which stays', async () => {
    const { talk, say, recall } = await open();
    await say('m1', '单位名称：重庆三峡智造有限公司\n单位性质：企业');
    await talk.press('同意');
    expect((await recall('m1')).text).toMatch(/仍然保留[\s\S]*重庆三峡智造有限公司/);
    expect((await talk.say('查看')).text).toContain('重庆三峡智造有限公司');
  });

  it('is nobody else’s business otherwise', async () => {
    const { recall } = await open();
    expect((await recall('m9')).messages).toEqual([]);
  });
});

it('a kind of message nobody can read is answered with what can be sent', async () => {
  const { talk } = await open();
  expect((await talk.send(talk.event({ kind: 'unread', what: 'dice' }))).text).toMatch(/骰子.*请发送文字/);
});
