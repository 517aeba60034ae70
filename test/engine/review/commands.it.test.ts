import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { RedisServer } from '../../setup/redis.ts';
import { runCli } from '../../support/cli.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { Office, testSecret } from './office.ts';

const secret = testSecret.toString();

let folder: string;
let number: string;
let receipt: string;

/** The command as the operator types it, with its exit code and everything it said. */
const command = async (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly out: string }> => {
  const own = {
    SHENBAO_DATA: folder,
    SHENBAO_SECRET: secret,
    SHENBAO_PACK: 'wanzhou-2022',
    LOG_LEVEL: 'silent',
  };
  const { code, out, err } = await runCli(args, '', { ...own, ...env });
  return { code, out: out + err };
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shenbao-commands-'));
  const { pack } = await noticeAt(wanzhouFolder);
  const store = await openStore(join(folder, 'shenbao.sqlite'), { auditKey: Buffer.from(secret) });
  const office = await Office.open({ pack, now: '2022-09-01', store });
  await office.bind('审', 'enterprise', 'reviewer');
  const submitted = await submitWanzhou(office);
  number = submitted.number;
  receipt = /\d+:[0-9a-f]{64}/.exec(submitted.delivered.text('王'))![0];
  await office.say('王', '食堂在哪里');
  await office.say('审', `退回 ${number} 负责人：请填写全名`);
  await office.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the operator’s commands', () => {
  it('invite with a code that is shown once, and list, confirm and revoke who took it up', async () => {
    const invited = await command([
      'staff',
      'invite',
      '--section',
      '科技企业科',
      '--role',
      '审核人',
      '--name',
      '邹工',
    ]);
    const code = /\/绑定 ([0-9a-f]{32})\n/.exec(invited.out)?.[1];
    expect(code).toBeDefined();
    expect((await command(['staff', 'list'])).out).not.toContain(code);
    expect((await command(['staff', 'confirm', '邹工'])).out).toContain('没有绑定 邹工');
    expect((await command(['staff', 'revoke', '审'])).out).toContain('已解除 审 的全部绑定');
    expect((await command(['staff', 'list'])).out).toBe('还没有绑定人员。\n');
    expect(
      (await command(['staff', 'invite', '--section', '没有', '--role', '审核人', '--name', '邹'])).code,
    ).toBe(1);
  });

  it('export cases and questions', async () => {
    const [line] = (await command(['export', '--json'])).out.trim().split('\n');
    const exported = JSON.parse(line!) as Record<string, unknown>;
    expect(exported).toMatchObject({ number, status: 'returned', section: 'enterprise' });
    expect(line).not.toContain('desk:');
    expect((await command(['export', 'unanswered'])).out).toContain('食堂在哪里');
    const file = join(folder, '申请.xlsx');
    expect((await command(['export', '--xlsx', file])).out).toContain('已导出1件申请');
    expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
    expect((await command(['export', 'nothing'])).code).toBe(1);
  });

  it('verify, also against the head that a receipt carries', async () => {
    expect((await command(['verify'])).code).toBe(0);
    expect((await command(['verify', '--head', receipt])).code).toBe(0);
    const future = await command(['verify', '--head', `99:${'0'.repeat(64)}`]);
    expect(future.code).toBe(1);
    expect(future.out).toContain('按外部留存的校验值');
    expect((await command(['verify', '--head', '3:abc'])).out).toContain('校验值的格式不正确');
  });

  it('back up and restore everything, and refuse a torn file and a store in use', async () => {
    const file = join(folder, 'backup.jsonl');
    expect((await command(['backup', file])).code).toBe(0);
    expect((await command(['backup', file])).out).toContain('已存在');
    expect((await command(['restore', file])).out).toContain('已有数据');
    const other = mkdtempSync(join(tmpdir(), 'shenbao-restored-'));
    const restored = await command(['restore', file], { SHENBAO_DATA: other });
    expect(restored).toMatchObject({ code: 0 });
    expect((await command(['export', '--json'], { SHENBAO_DATA: other })).out).toContain(number);
    rmSync(other, { recursive: true, force: true });
    const torn = join(folder, 'torn.jsonl');
    writeFileSync(torn, readFileSync(file).subarray(0, -200));
    const empty = mkdtempSync(join(tmpdir(), 'shenbao-torn-'));
    expect((await command(['restore', torn], { SHENBAO_DATA: empty })).out).toContain(
      '备份文件不完整或被改动',
    );
    rmSync(empty, { recursive: true, force: true });
  });

  it('migrate to Redis and find the same there', async () => {
    const server = await RedisServer.start();
    const moved = await command(['migrate', '--from', join(folder, 'shenbao.sqlite'), '--to', server.url]);
    expect(moved.out).toContain('两边一致');
    const there = await command(['verify', '--head', receipt], { REDIS_URL: server.url });
    expect(there).toMatchObject({ code: 0 });
    const again = await command(['migrate', '--from', 'sqlite', '--to', 'redis'], { REDIS_URL: server.url });
    expect(again).toMatchObject({ code: 1, out: expect.stringContaining('目标中已有数据') });
    await server.stop();
  });

  it.each([
    ['a source that is not there', ['没有.sqlite', 'copy.sqlite'], '找不到来源文件'],
    ['a Redis nobody named', ['sqlite', 'redis'], '尚未设置 REDIS_URL'],
    ['the same twice', ['sqlite', 'sqlite'], '来源与目标相同'],
  ])('refuse to migrate %s, and leave no file behind', async (_, [from, to], told) => {
    const answer = await command(['migrate', '--from', from!, '--to', to!]);
    expect(answer).toMatchObject({ code: 1, out: expect.stringContaining(told) });
    expect([existsSync(from!), existsSync(to!)]).toEqual([false, false]);
  });
});
