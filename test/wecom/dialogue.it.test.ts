import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Channel } from '../../src/host/channel.ts';
import { silentLogger } from '../../src/host/log.ts';
import { openAssistant } from '../../src/main.ts';
import type { ChannelHarness } from '../contracts/channel.ts';
import { openApp } from './app-harness.ts';
import { applyThrough, today, viewOf, WatchedSends } from './dialogue.ts';
import { openKf } from './kf-harness.ts';
import { openWechaty } from './wechaty-harness.ts';

const opened = performance.now();
/** Milliseconds that people have taken to read and answer. */
let thinking = 0;
const now = () => Math.round(today + thinking + performance.now() - opened);

/** Somebody who takes ten seconds for each answer, so that no rate limit is met. */
const unhurried = (peer: ChannelHarness['peer']): ChannelHarness['peer'] => ({
  ...peer,
  writes: (who, text) => {
    thinking += 10_000;
    return peer.writes(who, text);
  },
  chooses: (who, label) => {
    thinking += 10_000;
    return peer.chooses(who, label);
  },
});
const licence = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(40_000, 'x'), Buffer.from('\n%%EOF')]);

const openHouse = async <H extends { channel: Channel; close(): Promise<void> }>(
  open: (deps: { log: typeof silentLogger; dataDir: string }) => Promise<H>,
): Promise<H & { readonly sends: WatchedSends }> => {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-wecom-dialogue-'));
  const harness = await open({ log: silentLogger, dataDir: folder });
  const sends = new WatchedSends();
  const assistant = await openAssistant({
    packs: ['conversations/wanzhou-2022'],
    store: join(folder, 'shenbao.sqlite'),
    now,
    channels: [sends.watch(harness.channel)],
  });
  onTestFinished(async () => {
    await assistant.close();
    await harness.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { ...harness, sends };
};

describe('a whole application', () => {
  it('over wechaty, by numbers, with an attachment in and the Word form out', async () => {
    const { peer, sends } = await openHouse(deps => openWechaty(deps, today - Date.now()));
    const { word, number } = await applyThrough(peer, '张工', sends);
    expect(word).toContain('13800001234');
    const chat = viewOf(peer, '张工', sends);
    const before = (await chat.all()).length;
    await peer.sendsFile('张工', '营业执照.pdf', licence).outcome;
    await expect.poll(async () => (await chat.all()).length).toBeGreaterThan(before);
    await chat.says('我的进度');
    expect(chat.last().text).toContain(number);
  });

  it('through 微信客服, from the link to the receipt, within five messages a time', async () => {
    const { peer, fake, notify, sends } = await openHouse(deps => openKf(deps, { now }));
    const { chat } = peer.chat('张工');
    fake.kf.enters(chat, 'wanzhou-2022');
    await notify();
    await expect.poll(() => fake.kf.customer(chat).seen.length).toBe(1);
    const { word } = await applyThrough(peer, '张工', sends);
    expect(word).toContain('王小明');
    const before = fake.kf.customer(chat).seen.length;
    await peer.sendsFile('张工', '营业执照.pdf', licence).outcome;
    await expect.poll(() => fake.kf.customer(chat).seen.length).toBeGreaterThan(before);
    expect(fake.violations).toEqual([]);
  });

  it('in the self-built app, on cards', async () => {
    const { peer, fake, sends } = await openHouse(deps => openApp(deps, now));
    const { word } = await applyThrough(unhurried(peer), '张工', sends);
    expect(word).toContain('赵志强');
    expect(fake.violations).toEqual([]);
    expect(fake.dropped).toBe(0);
  });
});
