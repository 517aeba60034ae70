import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../src/host/log.ts';
import { openAssistant } from '../../src/main.ts';
import { today } from './dialogue.ts';
import { openKf } from './kf-harness.ts';

const openOffice = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shenbao-handover-'));
  const harness = await openKf(
    { log: silentLogger, dataDir },
    { now: () => today, env: { WECOM_KF_HANDOVER: 'lisi' } },
  );
  const assistant = await openAssistant({
    packs: ['conversations/wanzhou-2022'],
    store: ':memory:',
    now: () => today,
    channels: [harness.channel],
  });
  harness.fake.kf.servicers.add('lisi');
  onTestFinished(async () => {
    await assistant.close();
    await harness.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const customer = harness.fake.kf.customer(harness.peer.chat('张工').chat);
  return { ...harness, customer };
};

it('the 转人工 button hands the conversation to a servicer', async () => {
  const { peer, customer } = await openOffice();
  await peer.writes('张工', '你好').outcome;
  await expect.poll(() => customer.seen.length).toBe(1);
  await peer.chooses('张工', '转人工').outcome;
  await expect.poll(() => customer.state).toBe(3);
});

it.each(['人工服务', '找人工', '人工客服', '我要找个真人工作人员说'])('so does %s', async words => {
  const { peer, customer } = await openOffice();
  await peer.writes('张工', words).outcome;
  await expect.poll(() => customer.state).toBe(3);
});
