import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisServer } from '../setup/redis.ts';
import { ChatHere, type Printed, runCli } from '../support/cli.ts';

const frozen = new URL('2022-plain/', import.meta.url).pathname;
const unpack = (archive: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-upgrade-'));
  execFileSync('tar', ['-xzf', join(frozen, archive), '-C', folder]);
  return folder;
};
const said = (printed: readonly Printed[]): string => printed.map(({ text }) => text).join('\n');

const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends) await end();
});

/** Nothing is encrypted in it, and marks bear their long seals. */
describe('a data folder of SQLite schema 2', () => {
  it('passes the check, goes on, and leaves nothing of what is deleted', async () => {
    const data = unpack('../2022-marks/data.tar.gz');
    ends.push(() => rm(data, { recursive: true, force: true }));
    expect(await runCli(['verify'], '', { SHENBAO_DATA: data })).toMatchObject({ code: 0, err: '' });
    const chat = new ChatHere(data, ['--now', '2022-09-02']);
    await chat.take({ from: '甲', text: '结束人工' });
    expect(said(await chat.take({ from: '甲', text: '查看' }))).toContain('重庆市万州区旧样路1号');
    await chat.take({ from: '甲', text: '删除我的资料' });
    await chat.take({ from: '甲', text: '确定删除' });
    await chat.end();
    for (const name of readdirSync(data).filter(name => name.startsWith('shenbao.sqlite')))
      expect(readFileSync(join(data, name)).includes('旧样路')).toBe(false);
    expect(await runCli(['verify'], '', { SHENBAO_DATA: data })).toMatchObject({ code: 0, err: '' });
  });
});

describe.each(['a data folder', 'a Redis'])('%s in which nothing is encrypted', kind => {
  let env: Record<string, string>;
  beforeAll(async () => {
    const data = unpack(kind === 'a Redis' ? 'redis-data.tar.gz' : 'data.tar.gz');
    ends.push(() => rm(data, { recursive: true, force: true }));
    env = { SHENBAO_DATA: data };
    if (kind !== 'a Redis') return;
    const dir = unpack('redis.tar.gz');
    const server = await RedisServer.start([], dir);
    ends.push(() => server.stop().then(() => rm(dir, { recursive: true, force: true })));
    env.REDIS_URL = `${server.url}/0`;
  });

  it('passes the check of seals, trail and files', async () => {
    const { code, err } = await runCli(['verify'], '', env);
    expect([code, err]).toEqual([0, '']);
  });

  it('goes on: draft, application, ticket and what was sent in', async () => {
    const chat = new ChatHere(env.SHENBAO_DATA!, ['--now', '2022-09-02'], env);
    await chat.take({ from: '甲', text: '结束人工' });
    expect(said(await chat.take({ from: '甲', text: '查看' }))).toContain('重庆市万州区旧样路1号');
    const shown = said(await chat.take({ from: '审', text: '待办' }));
    const number = /YLWZ22-0001-[A-Z]/.exec(shown)![0];
    expect(said(await chat.take({ from: '审', text: `查询 ${number}` }))).toContain('重庆三峡智造有限公司');
    expect(said(await chat.take({ from: '甲', text: '王建国' }))).toContain('已记录“法人代表”。');
    await chat.end();
    const { code, err } = await runCli(['verify'], '', env);
    expect([code, err]).toEqual([0, '']);
  });

  it('leaves nothing of what somebody has deleted', async () => {
    const chat = new ChatHere(env.SHENBAO_DATA!, ['--now', '2022-09-02'], env);
    await chat.take({ from: '甲', text: '删除我的资料' });
    await chat.take({ from: '甲', text: '确定删除' });
    await chat.end();
    if (kind === 'a Redis') return;
    for (const name of readdirSync(env.SHENBAO_DATA!).filter(name => name.startsWith('shenbao.sqlite')))
      expect(readFileSync(join(env.SHENBAO_DATA!, name)).includes('旧样路')).toBe(false);
  });
});
