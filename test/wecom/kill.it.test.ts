import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compileCache } from '../support/compile-cache.ts';
import { appEnv } from './app-harness.ts';
import { callbackToken, corpId, encodingAesKey, FakeWecom } from './fake-wecom.ts';

const members = Array.from({ length: 20 }, (_, index) => `member${index + 1}`);

const run = async (fake: FakeWecom, dataDir: string, wrong: boolean): Promise<ChildProcess> => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./app-process.ts', import.meta.url))], {
    env: {
      ...process.env,
      ...compileCache,
      ...appEnv(fake),
      TEST_DATA: dataDir,
      ...(wrong ? { FORGET_KEY: '1' } : {}),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  fake.callback = {
    url: `${line.toString().trim()}/callback/wecom/app`,
    corpId,
    token: callbackToken,
    aesKey: encodingAesKey,
    now: () => Date.now() / 1000,
  };
  return child;
};

/** Twenty members ask; every card is under way, and half of them carried out, when the process is killed. */
const cardsAfterKill = async (wrong: boolean): Promise<number[]> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shenbao-wecom-kill-'));
  const fake = new FakeWecom({ now: () => Date.now() });
  await fake.start();
  let child = await run(fake, dataDir, wrong);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await fake.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  fake.silence = call => (call % 2 === 0 ? 'carried-out' : 'not-carried-out');
  const questions = members.map(member => fake.text(member, '资格自测'));
  // WeCom gives a callback three tries of five seconds each, which a busy machine may need.
  const delivered = async (question: (typeof questions)[number], tries = 3): Promise<string> => {
    const outcome = await question.push();
    return outcome === 'timeout' && tries > 1 ? delivered(question, tries - 1) : outcome;
  };
  expect(await Promise.all(questions.map(question => delivered(question)))).toEqual(
    members.map(() => 'acknowledged'),
  );
  await fake.until(() => (fake.cardCalls >= members.length ? true : undefined));
  child.kill('SIGKILL');
  await once(child, 'exit');
  fake.silence = null;
  const before = fake.cardCalls;
  child = await run(fake, dataDir, wrong);
  // WeCom saw no answer to some callbacks and delivers them again; the store refuses what it has.
  for (const question of questions.slice(0, 5)) expect(await delivered(question)).toBe('acknowledged');
  await fake.until(() => (fake.cardCalls >= before + members.length ? true : undefined));
  return members.map(member => fake.chat(member).filter(({ card }) => card !== undefined).length);
};

describe('kill -9 between the commit and the answer of a send', () => {
  it('neither loses nor doubles a card, and catches a channel that forgets the key', async () => {
    const [right, wrong] = await Promise.all([cardsAfterKill(false), cardsAfterKill(true)]);
    expect(right).toEqual(members.map(() => 1));
    expect(wrong.filter(count => count > 1)).toHaveLength(members.length / 2);
  }, 120_000);
});
