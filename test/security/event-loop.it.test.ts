import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentRoom } from '../../src/host/document-room.ts';
import { FileKeeper } from '../../src/host/files.ts';
import { LONGEST_TEXT } from '../../src/model/event.ts';
import { jpeg } from '../documents/archives.ts';
import { wanzhou } from '../documents/forms.ts';
import { para, run, word } from '../documents/word.ts';
import { Conversation } from '../support/conversation.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { hostileFiles, hostileTexts } from './hostile-files.ts';

const root = mkdtempSync(join(tmpdir(), 'shenbao-hostile-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/**
 * CPU time of this thread while something goes on, in milliseconds, as the longest stretch in which nothing else could
 * run: measured in processor time of the thread, so that a busy machine adds nothing.
 */
const longestStretch = async (work: () => Promise<unknown>): Promise<number> => {
  let longest = 0;
  let last = process.threadCpuUsage();
  let going = true;
  const look = (): void => {
    const used = process.threadCpuUsage(last);
    longest = Math.max(longest, (used.user + used.system) / 1000);
    last = process.threadCpuUsage();
    if (going) setImmediate(look);
  };
  setImmediate(look);
  await work();
  going = false;
  const used = process.threadCpuUsage(last);
  return Math.max(longest, (used.user + used.system) / 1000);
};

describe('the measure', () => {
  it('sees a stretch in which nothing else could run', async () => {
    const busy = async (): Promise<void> => {
      const from = process.threadCpuUsage();
      for (let used = 0; used < 150_000; used = process.threadCpuUsage(from).user);
    };
    expect(await longestStretch(busy)).toBeGreaterThan(100);
  });
});

describe('whatever somebody sends', () => {
  const keeper = new FileKeeper(root);
  const room = new DocumentRoom();
  afterAll(() => room.close());

  it.each(Object.entries(hostileFiles))(
    'a file: %s, holds up nobody',
    { timeout: 120_000 },
    async (_, make) => {
      const content = make();
      const stretch = await longestStretch(async () => {
        const kept = await keeper.keep(Readable.from([content]), 'x.docx', 20 * 1024 * 1024);
        if (kept.ok && kept.value.type === 'docx') {
          const file = await keeper.claim(kept.value, ['s', 'p', 'e']);
          await room.read(await keeper.read(file.id), wanzhou.form);
        }
      });
      expect(stretch).toBeLessThan(100);
    },
  );

  it('a name of a million dots holds up nobody', async () => {
    const name = `a${'.'.repeat(1_000_000)}b`;
    const stretch = await longestStretch(() => keeper.keep(Readable.from([jpeg()]), name, 1_000_000));
    expect(stretch).toBeLessThan(100);
  });

  it('a file that would take for ever ends its thread, and the next is looked at', {
    timeout: 60_000,
  }, async () => {
    const hurried = new DocumentRoom({ ms: 1, mb: 256 });
    const slow = word(para(run('一、建设主体单位基本信息')) + para(run('x')).repeat(10_000));
    const kept = await keeper.keep(Readable.from([slow]), 'x.docx', 20 * 1024 * 1024);
    const file = kept.ok ? await keeper.claim(kept.value, ['s', 'p', 'slow']) : null;
    expect(await hurried.read(await keeper.read(file!.id), wanzhou.form)).toEqual({
      kind: 'unreadable',
      reason: 'too-complex',
    });
    await hurried.close();
    expect(await room.read(await keeper.read(file!.id), wanzhou.form)).toMatchObject({ kind: 'partly' });
  });

  it('a file that takes too much memory ends its thread only', { timeout: 60_000 }, async () => {
    const small = new DocumentRoom({ ms: 30_000, mb: 8 });
    const kept = await keeper.keep(
      Readable.from([word(para(run('x')).repeat(15_000))]),
      'x.docx',
      20 * 1024 * 1024,
    );
    const file = kept.ok ? await keeper.claim(kept.value, ['s', 'p', 'large']) : null;
    expect(await small.read(await keeper.read(file!.id), wanzhou.form)).toEqual({
      kind: 'unreadable',
      reason: 'too-complex',
    });
    await small.close();
  });
});

describe('whatever somebody writes', () => {
  let talk: Conversation;
  beforeAll(async () => {
    const { pack } = await noticeAt(wanzhouFolder);
    talk = await Conversation.open({ pack, now: '2022-09-01 10:00' });
    await talk.say('我们能申报吗？');
  });
  afterAll(() => talk.close());

  it('is answered, and what is too long is not looked at', async () => {
    const { text } = await talk.say('甲'.repeat(LONGEST_TEXT + 1));
    expect(text).toContain('分成几条');
  });

  it.each([
    ['before anything', []],
    ['at a fact', ['资格自测']],
    ['at a field', ['返回菜单', '单位名称：甲公司\n单位性质：企业']],
    ['at a name', ['修改 法人代表', '同意', '修改 法人代表']],
    ['at a telephone number', ['修改 联系电话']],
    ['at a date', ['修改 申请日期']],
    ['at prose', ['修改 创新研发情况']],
  ] as const)('%s holds up nobody', { timeout: 300_000 }, async (_, steps) => {
    for (const step of steps) await talk.say(step);
    const slow: string[] = [];
    for (const text of hostileTexts) {
      const stretch = await longestStretch(() => talk.say(text));
      if (stretch > 100)
        slow.push(`${Math.round(stretch)} ms: ${JSON.stringify(text.slice(0, 12))} × ${text.length}`);
    }
    expect(slow).toEqual([]);
  });
});
