import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { plugins } from '../../src/commands/channels.ts';
import { canHold, withSettings } from '../../src/commands/setup/env-file.ts';
import { setup } from '../../src/commands/setup/setup.ts';
import { FakeBotApi } from '../telegram/fake-bot-api.ts';
import { appEnv } from '../wecom/app-harness.ts';
import { FakeWecom } from '../wecom/fake-wecom.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shenbao-setup-'));
  file = join(folder, '.env');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const titles = plugins.map(({ setup: { title } }) => title);
/** Answers up to one channel: every one before it is passed over. */
const upTo = (title: string): string[] => Array.from({ length: titles.indexOf(title) }, () => '');

class Screen extends Writable {
  text = '';
  override _write(piece: Buffer, _encoding: string, done: () => void): void {
    this.text += piece.toString();
    done();
  }
}

/** A run with these answers, and what was shown meanwhile. */
const answered = async (
  answers: readonly string[],
  env: Record<string, string | undefined>,
): Promise<string> => {
  const stdin = new PassThrough();
  const stdout = new Screen();
  stdin.end(answers.map(answer => `${answer}\n`).join(''));
  const inFile = parseEnv(await readFile(file, 'utf8').catch(() => ''));
  expect(await setup({ file, env: { ...inFile, ...env }, dataDir: folder }, { stdin, stdout })).toBe(0);
  return stdout.text;
};

const botApi = async (): Promise<FakeBotApi> => {
  const api = await new FakeBotApi().start();
  onTestFinished(() => api.stop());
  return api;
};
const weCom = async (): Promise<FakeWecom> => {
  const fake = new FakeWecom({ now: () => Date.now() });
  await fake.start();
  onTestFinished(() => fake.close());
  return fake;
};
const modeOf = async (): Promise<number> => (await stat(file)).mode & 0o777;

describe('setup', () => {
  it('asks, tries the token at the platform, and writes a file for its owner only, without showing the token', async () => {
    const api = await botApi();
    const shown = await answered(['是', api.token, ''], { TELEGRAM_API_ROOT: api.url });
    expect(shown).toContain('✓ Telegram：机器人“申报助手”');
    expect(shown).not.toContain(api.token);
    expect(parseEnv(await readFile(file, 'utf8'))).toEqual({ TELEGRAM_BOT_TOKEN: api.token });
    expect(await modeOf()).toBe(0o600);
  });

  it('keeps what is in the file, and takes up what was set before', async () => {
    const api = await botApi();
    await writeFile(file, `# ours\nPORT=8081\nTELEGRAM_BOT_TOKEN=1:old\n\nLOG_LEVEL=warn # quiet\n`, {
      mode: 0o644,
    });
    const shown = await answered(['是', api.token, 'refuse'], { TELEGRAM_API_ROOT: api.url });
    expect(shown).toContain('已设置');
    expect(await readFile(file, 'utf8')).toBe(
      `# ours\nPORT=8081\nTELEGRAM_BOT_TOKEN=${api.token}\n\nLOG_LEVEL=warn # quiet\nTELEGRAM_PERSONAL_DATA=refuse\n`,
    );
    expect(await modeOf()).toBe(0o600);
    const again = await answered(['是', '', '-'], { TELEGRAM_API_ROOT: api.url });
    expect(again).toContain('现为 refuse');
    expect(parseEnv(await readFile(file, 'utf8'))).toMatchObject({
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_PERSONAL_DATA: '',
    });
  });

  it('says what the platform refuses, and asks again for what is wrong alone', async () => {
    const api = await botApi();
    const wrong = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const shown = await answered(['是', wrong, '', '', api.token, ''], { TELEGRAM_API_ROOT: api.url });
    expect(shown).toContain('BotFather');
    expect(shown).not.toContain(wrong);
    expect(parseEnv(await readFile(file, 'utf8'))).toEqual({ TELEGRAM_BOT_TOKEN: api.token });
  });

  it('prints the address to enter at the platform and where', async () => {
    const fake = await weCom();
    const env = appEnv(fake);
    const title = '企业微信自建应用';
    const answers = ['CORP_ID', 'AGENT_ID', 'SECRET', 'TOKEN', 'AES_KEY'].map(name => env[`WECOM_${name}`]!);
    const shown = await answered(
      [...upTo(title), '是', ...answers, 'http://bot.example.cn', 'https://bot.example.cn/'],
      { WECOM_API_ROOT: fake.url },
    );
    expect(shown).toContain('平台只接受 https 地址');
    expect(shown).toContain('自建应用“接收消息”的 URL：https://bot.example.cn/callback/wecom/app');
    expect(shown).toContain('设置API接收');
    for (const secret of answers.slice(2)) expect(shown).not.toContain(secret);
    const { WECOM_API_ROOT: _, ...written } = env;
    expect(parseEnv(await readFile(file, 'utf8'))).toEqual({
      ...written,
      PUBLIC_URL: 'https://bot.example.cn/',
    });
  });

  it.each([
    ['in the middle of a channel', ['是', '退出']],
    ['by the end of the answers', ['是']],
    ['where nothing was wanted', titles.map(() => '')],
  ])('may be left %s: nothing is written by halves', async (_, answers) => {
    const shown = await answered(answers, {});
    expect(shown).toContain('设置结束');
    await expect(stat(file)).rejects.toThrow('ENOENT');
  });

  it('keeps what was finished before it was left', async () => {
    const api = await botApi();
    await answered(['是', api.token, '', '是', 'cli_a1b2c3d4e5f60718', '退出'], {
      TELEGRAM_API_ROOT: api.url,
    });
    expect(parseEnv(await readFile(file, 'utf8'))).toEqual({ TELEGRAM_BOT_TOKEN: api.token });
  });

  it('does not ask for what the environment sets over the file', async () => {
    const api = await botApi();
    const shown = await answered(['是', ''], { TELEGRAM_API_ROOT: api.url, TELEGRAM_BOT_TOKEN: api.token });
    expect(shown).toContain('已由环境变量 TELEGRAM_BOT_TOKEN 设定');
    expect(await readFile(file, 'utf8')).not.toContain(api.token);
  });

  it.each(['xterm', 'dumb'])('does not show at a %s terminal what is typed as a secret', async term => {
    const api = await botApi();
    const before = process.env.TERM;
    process.env.TERM = term;
    onTestFinished(() => {
      process.env.TERM = before;
    });
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
    const stdout = new Screen();
    const done = setup({ file, env: { TELEGRAM_API_ROOT: api.url }, dataDir: folder }, { stdin, stdout });
    for (const [prompt, keys] of [
      ['要接入', '是\r'],
      ['机器人令牌', `${api.token}\r`],
      ['个人信息', 'refuse\r'],
      ['飞书：', '\u0003'],
    ] as const) {
      await expect.poll(() => stdout.text).toContain(prompt);
      stdin.write(keys);
    }
    await done;
    expect(stdout.text).toContain('refuse');
    expect(stdout.text).not.toContain(api.token);
    expect(parseEnv(await readFile(file, 'utf8')).TELEGRAM_BOT_TOKEN).toBe(api.token);
  });
});

describe('the file of settings', () => {
  it.each(['a b', 'it#s', `it's`, '"', '$x', '反引号`', ''])('gives %j back as it was', value => {
    expect(canHold(value)).toBe(true);
    expect(parseEnv(withSettings('A=1\n', { B: value }))).toEqual({ A: '1', B: value });
  });

  it('has a name once, where it first stood', () => {
    expect(withSettings('A=1\nexport B=2\nA=3\n', { A: '9' })).toBe('A=9\nexport B=2\n');
  });

  it('holds neither two lines nor all quotation marks', () => {
    expect([canHold('a\nb'), canHold(`'"\``)]).toEqual([false, false]);
  });
});

describe('what a channel is set up with', () => {
  it.each(plugins.map(({ name }) => name))('%s asks for all that it must have', name => {
    const plugin = plugins.find(one => one.name === name)!;
    const env = Object.fromEntries(plugin.setup.questions.map(({ variable }) => [variable, 'x']));
    const configured = plugin.configure(env);
    expect(configured).not.toBeNull();
    const named = configured?.ok === false ? configured.issues.map(({ message }) => message).join() : '';
    for (const variable of named.match(/[A-Z]+(?:_[A-Z]+)+/g) ?? [])
      expect(Object.keys(env)).toContain(variable);
  });
});
