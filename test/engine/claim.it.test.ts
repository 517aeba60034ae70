import { expect, test } from 'vitest';
import { openAssistant } from '../../src/main.ts';
import type { Event } from '../../src/model/event.ts';
import { plainText } from '../../src/model/plain-text.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const at = Date.parse('2022-09-01T01:00:00Z');

/** Two doors of one person, and a stranger's, on one assistant whose clock can be moved. */
const open = async () => {
  let now = at;
  let count = 0;
  const { pack } = await noticeAt(wanzhouFolder);
  const assistant = await openAssistant({ packs: [pack], store: ':memory:', now: () => now });
  const say = async (chat: string, text: string): Promise<string> => {
    count += 1;
    const event: Event = {
      id: `e${count}`,
      at: now,
      address: { channel: 'door', chat, kind: 'private' },
      actor: { id: `door:${chat}` },
      body: { kind: 'text', text },
    };
    return (await assistant.receive(event)).map(plainText).join('\n');
  };
  const draft = async (chat: string): Promise<string> => {
    for (const answer of [
      '资格自测',
      '企业',
      '是',
      '是',
      '是',
      '没有',
      '没有',
      '没有',
      '没有',
      '没有',
      '食品加工',
      '单独',
      '是',
      '是',
    ])
      await say(chat, answer);
    await say(chat, '开始填报');
    await say(chat, '重庆三峡智造有限公司');
    return /D[A-Z0-9]{14}/.exec(await say(chat, '转移草稿'))![0];
  };
  return { say, draft, later: (ms: number) => (now += ms), close: () => assistant.close() };
};

test('a draft moves to another door by its code, once', async () => {
  const { say, draft, close } = await open();
  const code = await draft('first');
  expect(await say('second', code.toLowerCase())).toContain('草稿已转到这里');
  expect(await say('second', '查看')).toContain('重庆三峡智造有限公司');
  expect(await say('first', '查看')).not.toContain('重庆三峡智造有限公司');
  expect(await say('third', code)).toContain('领取码不正确、已使用或已过期');
  await close();
});

test('a wrong code, an old code and a code for a door that has a draft change nothing', async () => {
  const { say, draft, later, close } = await open();
  const code = await draft('first');
  expect(await say('second', 'DAAAAAAAAAAAAAA')).toContain('领取码不正确');
  await draft('own');
  expect(await say('own', code)).toContain('这里已有草稿或申请');
  later(11 * 60 * 1000);
  expect(await say('second', code)).toContain('已过期');
  expect(await say('first', '查看')).toContain('重庆三峡智造有限公司');
  await close();
});

test('a field takes an answer that only looks like a code', async () => {
  const { say, draft, close } = await open();
  await draft('first');
  await say('first', '同意');
  await say('first', '修改 封面技术领域');
  expect(await say('first', 'DAAAAAAAAAAAAAA')).toContain('已记录“技术领域”');
  await close();
});

test('without a draft there is no code', async () => {
  const { say, close } = await open();
  expect(await say('first', '转移草稿')).toContain('目前没有可转移的草稿');
  await close();
});
