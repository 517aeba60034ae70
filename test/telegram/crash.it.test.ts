import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { FakeBotApi } from './fake-bot-api.ts';
import { Person } from './people.ts';

/** The lease of a killed process ends by itself (src/host/lease.ts); then the next one sends what it left. */
const patienceMs = 150_000;

/** `shenbao start` as operators run it, on a fake Bot API server. */
const startShenbao = async (api: FakeBotApi, dataDir: string) => {
  const child: ChildProcess = spawn(process.execPath, ['src/shenbao.mjs', 'start'], {
    env: {
      PATH: process.env.PATH,
      SHENBAO_DATA: dataDir,
      PORT: '0',
      LOG_LEVEL: 'debug',
      TELEGRAM_BOT_TOKEN: api.token,
      TELEGRAM_API_ROOT: api.url,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = once(child, 'exit');
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('渠道 telegram 已就绪')) resolve();
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    void exited.then(() => reject(new Error(`ended early: ${output}`)));
  });
  await ready;
  return {
    output: () => output,
    end: async (signal: 'SIGKILL' | 'SIGTERM') => {
      child.kill(signal);
      await exited;
    },
  };
};

const openStage = async ({ onTestFinished }: TestContext) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shenbao-crash-'));
  const api = await new FakeBotApi().start();
  onTestFinished(async () => {
    await api.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { api, dataDir, zhang: new Person(api, 5_000_000_001, '张工') };
};
const answersOf = ({ private: chat }: Person) => chat.messages.filter(({ fromBot }) => fromBot);

describe('kill -9', () => {
  it.concurrent(
    'between commit and send: the message comes once, from the next process, and the answer counts once',
    async test => {
      const { api, dataDir, zhang } = await openStage(test);
      const first = await startShenbao(api, dataDir);
      await zhang.writes('/check').outcome;
      await api.chats.until(() => answersOf(zhang).length === 1);
      const reached = new Promise<void>(resolve => {
        api.fail('sendMessage', { kind: 'hang', reached: resolve });
      });
      zhang.presses('企业');
      await reached;
      await first.end('SIGKILL');
      const second = await startShenbao(api, dataDir);
      await api.chats.until(() => answersOf(zhang).length === 2);
      expect(answersOf(zhang)[1]!.text).toContain('是否在万州区注册登记');
      await zhang.presses('是').outcome;
      await api.chats.until(() => answersOf(zhang).length === 3);
      expect(answersOf(zhang)[2]!.text).toContain('是否具有法人独立资格');
      await second.end('SIGTERM');
      expect(answersOf(zhang)).toHaveLength(3);
      expect(api.updates.pending).toEqual([]);
    },
    patienceMs,
  );

  it.concurrent(
    'at three moments of a turn: no answer is lost, none comes twice, none overtakes another',
    async test => {
      const { api, dataDir, zhang } = await openStage(test);
      const questions = ['申报截止到什么时候？', '资格自测', '联系科室'];
      const output: string[] = [];
      for (const [round, question] of questions.entries()) {
        const process = await startShenbao(api, dataDir);
        // Held back, so that whatever is killed was not sent yet: what was sent without an answer may come again.
        for (let sends = 0; sends < 5; sends += 1) {
          api.fail('sendMessage', { kind: 'hang', reached: () => {} });
        }
        const { outcome } = zhang.writes(question);
        // Before it is handled, while it is being handled, after the commit.
        if (round === 1) await new Promise(resolve => setTimeout(resolve, 10));
        if (round === 2) await outcome;
        await process.end('SIGKILL');
        output.push(process.output());
        api.mend();
      }
      const last = await startShenbao(api, dataDir);
      await api.chats.until(() => answersOf(zhang).length === questions.length);
      await zhang.writes('/status').outcome;
      await api.chats.until(() => answersOf(zhang).length > questions.length);
      await last.end('SIGTERM');
      expect(answersOf(zhang).map(({ text }) => text)).toEqual([
        expect.stringContaining('2022年9月16日'),
        expect.stringContaining('贵单位属于哪一类'),
        expect.stringContaining('023'),
        expect.anything(),
      ]);
      expect([...output, last.output()].join('')).not.toContain(api.token);
    },
    patienceMs,
  );
});
