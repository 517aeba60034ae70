import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAssistant } from '../../src/main.ts';
import type { Event } from '../../src/model/event.ts';
import { plainText } from '../../src/model/plain-text.ts';
import { openStore } from '../../src/store/open.ts';
import { RedisServer } from '../setup/redis.ts';
import { wanzhouFolder } from '../support/packs.ts';
import { type LoopDelay, SlowHouse, secret } from './slow-house.ts';
import { ShimDisk } from './sync-shim.ts';

export interface SlowDiskPlan {
  /** The compiled shim. */
  readonly library: string;
  /** Milliseconds that each sync takes longer, of redis-server and of the house's own spool. */
  readonly syncDelayMs: number;
  /** People who send everything they have to say at once. */
  readonly chats: number;
  /** Milliseconds after which nobody waits for missing messages any more. */
  readonly patienceMs: number;
}

export interface SlowDiskFigures {
  readonly events: number;
  /** How the platform was answered: after the commit, or after the event was put aside. */
  readonly committed: number;
  readonly spooled: number;
  /** Milliseconds until the platform was answered: turns within their time, and all events. */
  readonly turnMs: { readonly least: number; readonly p50: number };
  readonly answerMs: { readonly p50: number; readonly p99: number };
  /** Milliseconds from the first event until everything was committed and sent. */
  readonly allDoneMs: number;
  /** Events acknowledged that the store does not know, and replies that never came. */
  readonly lost: number;
  /** Replies too many. */
  readonly doubled: number;
  /** Replies that are not the ones of a fast disk: what somebody wrote met another question. */
  readonly astray: number;
  /** Chats that had the right replies in another order. */
  readonly outOfOrder: number;
  readonly findings: readonly string[];
  /** What counts as doubled once an event was repeated under another id: the comparison must see it. */
  readonly repeatDoubled: number;
  /** How late the event loop came, in milliseconds. */
  readonly loopMs: LoopDelay;
  /** The same while a sync was made to hold it up. */
  readonly stalledLoopMs: LoopDelay;
}

/**
 * Each answers the question before it, so that one which is lost, doubled or late changes what follows. As many as do
 * not fit into the two seconds of src/host/intake.ts, if a turn takes one sync of 400 ms.
 */
const texts = [
  '资格自测',
  '我们是一家有限公司',
  '是的',
  '截止到什么时候？',
  '我们是规上企业',
  '信用良好',
  '没有',
];

const eventsOf = (chats: number): Event[] =>
  texts.flatMap((text, turn) =>
    Array.from({ length: chats }, (_, chat) => ({
      id: `desk:${chat}-${turn}`,
      at: Date.parse('2022-09-01T02:00:00Z'),
      address: { channel: 'desk', chat: `chat${chat}`, kind: 'private' as const },
      actor: { id: `desk:person${chat}` },
      body: { kind: 'text' as const, text },
    })),
  );

/** What everybody is told where nothing is slow, by chat. */
const undisturbed = async (events: readonly Event[]): Promise<Map<string, string[]>> => {
  const assistant = await openAssistant({
    packs: [wanzhouFolder],
    store: ':memory:',
    secret: Buffer.from(secret),
  });
  const told = new Map<string, string[]>();
  for (const event of events) {
    const { chat } = event.address;
    told.set(chat, [...(told.get(chat) ?? []), ...(await assistant.receive(event)).map(plainText)]);
  }
  await assistant.close();
  return told;
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** How many of `these` are not among `those`, each counted as often as it occurs. */
const beyond = (these: readonly string[], those: readonly string[]): number => {
  const left = [...those];
  return these.filter(text => {
    const place = left.indexOf(text);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  }).length;
};

const compare = (wanted: ReadonlyMap<string, readonly string[]>, got: ReadonlyMap<string, string[]>) => {
  let [lost, doubled, astray, outOfOrder] = [0, 0, 0, 0];
  for (const [chat, texts] of wanted) {
    const told = got.get(chat) ?? [];
    const [missing, extra] = [beyond(texts, told), beyond(told, texts)];
    lost += Math.max(0, missing - extra);
    doubled += Math.max(0, extra - missing);
    astray += Math.min(missing, extra);
    if (missing + extra === 0 && texts.join() !== told.join()) outOfOrder += 1;
  }
  return { lost, doubled, astray, outOfOrder };
};

const run = async (
  plan: SlowDiskPlan,
  events: readonly Event[],
  wanted: ReadonlyMap<string, readonly string[]>,
  house: SlowHouse,
  disk: ShimDisk,
  url: string,
): Promise<SlowDiskFigures> => {
  const wantedMessages = [...wanted.values()].flat().length;
  disk.slow(plan.syncDelayMs);
  const began = performance.now();
  // The last word of each comes when others wait in the spool already, and must not overtake them.
  const late = events.slice(-plan.chats);
  for (const event of events.slice(0, -plan.chats)) house.ask({ kind: 'event', event });
  const done = house.until(() => {
    if (house.waiting || house.answered.size === events.length - plan.chats) {
      for (const event of late.splice(0)) house.ask({ kind: 'event', event });
    }
    return house.answered.size === events.length && house.messages >= wantedMessages && !house.waiting;
  });
  await Promise.race([done, new Promise(resolve => setTimeout(resolve, plan.patienceMs).unref())]);
  const allDoneMs = Math.round(performance.now() - began);
  const loopMs = await house.loopMs('loop');
  const answers = new Map(house.answered);

  // Once the disk is well, the store says of every event that it knows it.
  disk.slow(0);
  for (const event of events) house.ask({ kind: 'event', event });
  let again = 0;
  let unknown = 0;
  await house.until(report => {
    if (report.kind !== 'receipt') return false;
    again += 1;
    if (report.outcome !== 'duplicate') unknown += 1;
    return again === events.length;
  });
  const { lost, ...compared } = compare(wanted, house.sent);
  const store = await openStore(url, { auditKey: Buffer.from(secret) });
  const { findings } = await store.verify('wanzhou-2022');
  await store.close();

  const { id, ...last } = events.at(-1)!;
  const before = house.messages;
  house.ask({ kind: 'event', event: { ...last, id: `${id}-repeated` } });
  await house.until(() => house.messages > before);
  const repeatDoubled = compare(wanted, house.sent).doubled;

  disk.slow(plan.syncDelayMs);
  const stalledLoopMs = await house.loopMs('stall');

  const timesOf = (outcome?: string): number[] =>
    [...answers.values()]
      .filter(answer => outcome === undefined || answer.outcome === outcome)
      .map(({ ms }) => ms)
      .sort((left, right) => left - right);
  const turns = timesOf('committed');
  const all = timesOf();
  return {
    events: events.length,
    committed: turns.length,
    spooled: timesOf('spooled').length,
    turnMs: { least: turns[0] ?? 0, p50: quantile(turns, 0.5) },
    answerMs: { p50: quantile(all, 0.5), p99: quantile(all, 0.99) },
    allDoneMs,
    lost: lost + unknown,
    ...compared,
    findings,
    repeatDoubled,
    loopMs,
    stalledLoopMs,
  };
};

/**
 * People write faster than a slow disk can follow. Every event is acknowledged, committed once, and answered as if the
 * disk were fast; what does not fit into the platform's time goes through the spool.
 */
export const runSlowDisk = async (plan: SlowDiskPlan): Promise<SlowDiskFigures> => {
  const dir = mkdtempSync(join(tmpdir(), 'shenbao-slow-'));
  const redisDir = join(dir, 'redis');
  mkdirSync(redisDir);
  const disk = new ShimDisk(plan.library, dir);
  let server: RedisServer | undefined;
  let house: SlowHouse | undefined;
  try {
    const events = eventsOf(plan.chats);
    const reference = undisturbed(events);
    server = await RedisServer.start([], redisDir, disk.env);
    house = await SlowHouse.start(join(dir, 'data'), server.url, disk.env);
    return await run(plan, events, await reference, house, disk, server.url);
  } finally {
    await house?.kill();
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
  }
};
