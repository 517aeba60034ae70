import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatHere, type Printed, runCli } from '../support/cli.ts';

const root = new URL('../..', import.meta.url).pathname;
const canary = '重庆金丝雀样例科技有限公司';
const passphrase = 'correct horse battery staple';
const upload = Buffer.from('what somebody sent');
const uploadName = `files/ab/${'ab'.repeat(32)}`;

let home: string;
const at = (...names: string[]): string => join(home, ...names);
const shelfEnv = () => ({ SHENBAO_DATA: at('old'), BACKUP_DIR: at('shelf'), BACKUP_PASSPHRASE: passphrase });
const said = (printed: readonly Printed[]): string => printed.map(({ text }) => text).join('\n');
const archive = async (): Promise<string> =>
  at('shelf', (await readdir(at('shelf'))).find(name => name.endsWith('.backup'))!);

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'shenbao-backup-'));
  const chat = new ChatHere(at('old'));
  await chat.take({ now: '2022-09-01T09:00:00+08:00' });
  await chat.take({ from: 'a', text: '开始自查' });
  await chat.take({ from: 'a', text: `我们是${canary}，企业，注册在万州` });
  await chat.end();
  await mkdir(at('old/files/ab'), { recursive: true });
  await writeFile(at('old', uploadName), upload);
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe('backup', () => {
  it('makes an archive on the shelf that was restored on trial, encrypted, for its owner only', async () => {
    const { code, out, err } = await runCli(['backup'], '', shelfEnv());
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('已试恢复并核对');
    expect(out).toMatch(/\d+个文件/);
    const bytes = await readFile(await archive());
    expect(bytes.includes(canary)).toBe(false);
    expect((await readdir(at('shelf'))).filter(name => /part|trial/.test(name))).toEqual([]);
  });

  it.each([
    ['another passphrase', (bytes: Buffer) => bytes, 'wrong wrong wrong'],
    [
      'a changed byte',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 400 ? byte ^ 1 : byte))),
      passphrase,
    ],
    ['a cut end', (bytes: Buffer) => bytes.subarray(0, -30), passphrase],
  ])('is refused with %s, and nothing of it is written', async (_, change, given) => {
    const file = at('changed.backup');
    await writeFile(file, change(await readFile(await archive())));
    const env = { SHENBAO_DATA: at('refused'), BACKUP_PASSPHRASE: given };
    const { code, err } = await runCli(['restore', file], '', env);
    expect(code).toBe(1);
    expect(err).toContain('口令不对，或备份文件不完整、被改动');
    expect(await readdir(at('refused')).catch(() => [])).not.toContain('shenbao.sqlite');
    await rm(at('refused'), { recursive: true, force: true });
  });

  it('says what is missing where it is encrypted and no passphrase is set', async () => {
    const { err } = await runCli(['restore', await archive()], '', { SHENBAO_DATA: at('refused') });
    expect(err).toContain('BACKUP_PASSPHRASE');
  });

  it('takes the house to a new machine as the page for disasters says, and the conversation goes on', async () => {
    const page = await readFile(join(root, 'docs/operate.md'), 'utf8');
    const [, steps] = /## When the machine is lost[\s\S]*?```sh\n([\s\S]*?)```/.exec(page) ?? [];
    expect(steps).toContain('restore');
    const printed = execFileSync('bash', ['--norc', '-euo', 'pipefail', '-c', steps!], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: root,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        ARCHIVE: await archive(),
        BACKUP_PASSPHRASE: passphrase,
        SHENBAO_DATA: at('new'),
      },
    });
    expect(printed).toMatch(/✓ .*已恢复/);
    expect(printed).not.toContain('✗');
    expect(await readFile(at('new', uploadName))).toEqual(upload);
    expect(await readFile(at('new/secret.key'), 'utf8')).toBe(await readFile(at('old/secret.key'), 'utf8'));
    const [before, after] = [new ChatHere(at('old')), new ChatHere(at('new'))];
    const question = { from: 'a', text: '我刚才填了什么' };
    const [old, now] = await Promise.all([before.take(question), after.take(question)]);
    expect(said(now)).toBe(said(old));
    await Promise.all([before.end(), after.end()]);
  });
});

describe('an older program on newer data', () => {
  it('says in a sentence that it is too old, and leaves the file as it is', async () => {
    await mkdir(at('newer'), { recursive: true });
    const file = new DatabaseSync(at('newer/shenbao.sqlite'));
    file.exec(
      'CREATE TABLE schema_version (version INTEGER NOT NULL) STRICT; INSERT INTO schema_version VALUES (99)',
    );
    file.close();
    const { code, err } = await runCli(['stats'], '', { SHENBAO_DATA: at('newer') });
    expect(code).toBe(1);
    expect(err).toMatch(/^数据文件的格式是第 99 版，由更新的程序写成/);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
