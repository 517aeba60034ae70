import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChatHere, type Printed, runCli } from '../support/cli.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'shenbao-upgrade-'));
  await cp(new URL('2022-first', import.meta.url).pathname, data, { recursive: true });
});
afterEach(() => rm(data, { recursive: true, force: true }));

const said = (printed: readonly Printed[]): string => printed.map(({ text }) => text).join('\n');

describe('a data folder of the first schema', () => {
  it('opens, and the self-check goes on where it was', async () => {
    const chat = new ChatHere(data);
    expect(said(await chat.take({ from: '李明', text: '资格自测' }))).toContain('是否具有法人独立资格？');
    expect(said(await chat.take({ from: '李明', text: '是' }))).toContain('已记录：法人独立资格——是。');
    expect(await chat.end()).toBe(0);
  });

  it('has the rehearsal with its answers, though its pack version is not kept', async () => {
    const chat = new ChatHere(data, ['--now', '2022-09-02']);
    const seen = said(await chat.take({ from: '李明', text: '查看' }));
    for (const value of ['重庆三峡智造有限公司', '重庆市万州区天城大道1号', '王建国', '李明'])
      expect(seen).toContain(value);
    expect(said(await chat.take({ from: '李明', text: '023-58220000' }))).toContain('已记录“联系电话”。');
    await chat.end();
  });

  it('passes the check of its audit chain', async () => {
    const { code, err } = await runCli(['verify'], '', { SHENBAO_DATA: data });
    expect([code, err]).toEqual([0, '']);
  });
});
