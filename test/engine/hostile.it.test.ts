import { beforeAll, describe, expect, it } from 'vitest';
import type { Pack } from '../../src/model/pack/pack.ts';
import { hostileTexts, visibleCore } from '../contracts/hostile-texts.ts';
import { Conversation, type Reply } from '../support/conversation.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let pack: Pack;
beforeAll(async () => {
  pack = (await noticeAt(wanzhouFolder)).pack;
});

/** In the form, at a prose field: the place where any text is an answer. */
const atProse = async (): Promise<Conversation> => {
  const talk = await Conversation.open({ pack, now: '2022-09-01' });
  await talk.say('单位名称：重庆三峡智造有限公司\n单位性质：企业');
  await talk.press('同意');
  await talk.say('跳到创新研发情况');
  return talk;
};

/** User text may stand in `fields` and `said` blocks only: those are what every channel keeps inert. */
const ownWords = ({ messages }: Reply): string =>
  messages
    .flatMap(({ blocks }) => blocks)
    .map(block => (block.kind === 'text' || block.kind === 'heading' ? block.text : ''))
    .join('\n');

const hundredThousand = [
  '啊',
  ' ',
  '？',
  '。',
  '"',
  '1',
  '☑',
  '\u202e',
  '\n',
  '是',
  '年',
  '单位名称：',
  '👨‍👩‍👧',
  '\ud800',
  '<b>',
].map(unit => unit.repeat(Math.ceil(100_000 / unit.length)).slice(0, 100_000));

describe('hostile text as an answer', () => {
  it.each(hostileTexts.map(text => [JSON.stringify(text), text] as const))(
    '%s is kept as text and never becomes the assistant’s own words',
    async (_name, text) => {
      const talk = await atProse();
      const reply = await talk.say(`我们写的是：${text}`);
      const seen = await talk.say('查看');
      expect(visibleCore(seen.text)).toContain(visibleCore(text));
      for (const each of [reply, seen]) {
        const core = visibleCore(text);
        expect(visibleCore(ownWords(each)).includes(core)).toBe(false);
        expect(/[\u202a-\u202e\u2066-\u2069\u0000-\u0008\u001b]/.test(each.text)).toBe(false);
        expect(each.text.isWellFormed()).toBe(true);
      }
      await talk.close();
    },
  );
});

describe('100,000 characters', () => {
  it.each(hundredThousand.map(text => [JSON.stringify(text.slice(0, 5)), text] as const))(
    'of %s get a clear answer wherever they come, and take nothing away',
    async (_name, text) => {
      const talk = await Conversation.open({ pack, now: '2022-09-01' });
      const greeted = await talk.say(text);
      expect(greeted.text).not.toBe('');
      await talk.say('资格自测');
      expect((await talk.say(text)).text).toContain('请问贵单位属于哪一类？');
      await talk.say('单位名称：重庆三峡智造有限公司\n单位性质：企业\n通讯地址：天城大道1号');
      await talk.say('菜单');
      await talk.say('单位名称：重庆三峡智造有限公司\n单位性质：企业\n通讯地址：天城大道1号');
      for (const field of ['单位名称', '中心名称', '封面技术领域', '创新研发情况', '申请日期', '单位性质']) {
        await talk.say(`跳到${field}`);
        const reply = await talk.say(`a${text}a`);
        expect(reply.text.length).toBeLessThan(20_000);
        expect(reply.buttons.length).toBeGreaterThan(0);
      }
      expect((await talk.say('查看')).text).toContain('通讯地址：天城大道1号');
      await talk.close();
    },
  );

  it('that are longer than a message are not read at all, and told how to send them', async () => {
    const talk = await atProse();
    const reply = await talk.say('长'.repeat(100_000));
    expect(reply.text).toContain(
      '这条消息超过20000字，没有读取，也没有记录。请分成几条发送，或把内容放进 Word 文件发送。',
    );
    expect(reply.text).toContain('请介绍建设主体单位的创新研发情况。');
    await talk.close();
  });

  it('that are too long for a field are repeated in part and refused with the reason', async () => {
    const talk = await atProse();
    await talk.say('修改 单位名称');
    const reply = await talk.say(`${'长'.repeat(600)}有限公司`);
    expect(reply.text).toContain('“单位名称”未能记录：内容过长，请精简后重新发送。');
    expect(reply.text).toContain(`您输入的是：\n｜${'长'.repeat(400)}`);
    await talk.close();
  });
});
