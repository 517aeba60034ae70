import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { Fleet, type FleetStore } from './fleet.ts';
import { auditKey, caseKey, type Delivery, type Report, sessionKey, space } from './protocol.ts';
import { seeded } from './random.ts';

/** Done now and then while work pours in: kill and restart the server, stop it, fill its memory, cut its power. */
type Disturbance = { readonly strike: () => Promise<void>; readonly times: number } & (
  | { readonly everyKills: number }
  /** Each time after this many more acknowledgements. */
  | { readonly everyAcks: number }
);

export interface FaultPlan extends FleetStore {
  readonly workers: number;
  readonly kills: number;
  readonly chats: number;
  readonly seed: number;
  readonly disturb?: Disturbance;
}

export interface FaultFigures {
  readonly kills: number;
  readonly strikes: number;
  readonly answers: number;
  readonly decisions: number;
  readonly deliveries: number;
  /** Acknowledged answers that the store does not hold. */
  readonly lost: number;
  /** Answers that were applied more than once. */
  readonly doubled: number;
  /** Cases without exactly the one decision that was acknowledged. */
  readonly wrongDecisions: number;
  readonly neverSent: number;
  /** Messages of a chat that left in another order than they were committed. */
  readonly outOfOrder: number;
  /** Allowed: a message whose sender died before it could say so. */
  readonly sentAgain: number;
  readonly findings: readonly string[];
}

/** The figures of a run in which nothing went wrong. */
export const clean = { lost: 0, doubled: 0, wrongDecisions: 0, neverSent: 0, outOfOrder: 0, findings: [] };

/** A delivery without an answer comes again, to any process; real platforms wait longer. */
const redeliverMs = 250;
const duplicateShare = 0.25;
const drainMs = 30_000;

/** The fake platform, and the list of what was acknowledged to it. */
class Platform {
  readonly acked = new Map<string, string>();
  readonly sent = new Map<string, number>();
  readonly delivered = new Map<string, Delivery>();
  deliveries = 0;
  readonly #waiting = new Map<string, { delivery: Delivery; since: number }>();
  readonly #sendings: Extract<Report, { kind: 'sent' }>[] = [];
  readonly #onAck: (delivery: Delivery) => void;

  constructor(onAck: (delivery: Delivery) => void) {
    this.#onAck = onAck;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  post(delivery: Delivery): void {
    this.delivered.set(delivery.id, delivery);
    this.#waiting.set(delivery.id, { delivery, since: 0 });
  }

  heard(report: Report): void {
    if (report.kind === 'ack') {
      const waiting = this.#waiting.get(report.id);
      if (!this.acked.has(report.id)) this.acked.set(report.id, report.reply);
      this.#waiting.delete(report.id);
      if (waiting !== undefined) this.#onAck(waiting.delivery);
    } else if (report.kind === 'nack') {
      const waiting = this.#waiting.get(report.id);
      if (waiting !== undefined) waiting.since = 0;
    } else if (report.kind === 'sent') {
      this.sent.set(report.item, (this.sent.get(report.item) ?? 0) + 1);
      this.#sendings.push(report);
    }
  }

  /** Messages of a chat that first left after one that was committed later. */
  get outOfOrder(): number {
    const seen = new Set<string>();
    const last = new Map<string, number>();
    let count = 0;
    for (const { item, lane, body } of this.#sendings.sort((left, right) => left.at - right.at)) {
      const place = Number(body);
      if (seen.has(item) || Number.isNaN(place)) continue;
      seen.add(item);
      if (place < (last.get(lane) ?? 0)) count += 1;
      last.set(lane, place);
    }
    return count;
  }

  pump(fleet: Fleet, random: () => number): void {
    const now = Date.now();
    for (const waiting of this.#waiting.values()) {
      if (now - waiting.since < redeliverMs || !fleet.deliver(waiting.delivery)) continue;
      waiting.since = now;
      this.deliveries += 1;
      if (random() < duplicateShare && fleet.deliver(waiting.delivery)) this.deliveries += 1;
    }
  }
}

const judge = async (store: Store, platform: Platform) => {
  let lost = 0;
  let doubled = 0;
  let wrongDecisions = 0;
  const answers = [...platform.delivered.values()].filter(delivery => delivery.kind === 'answer');
  for (const chat of new Set(answers.map(delivery => delivery.chat))) {
    const [record] = await store.load(space, [sessionKey(chat)]);
    const own = answers.filter(delivery => delivery.chat === chat && platform.acked.has(delivery.id));
    const missing = own.filter(({ id, n }) => record!.parts[`a${n}`] !== id).length;
    lost += missing;
    doubled += Math.max(0, Number(record!.parts.count ?? 0) - (own.length - missing));
  }
  const presses = [...platform.delivered.values()].filter(delivery => delivery.kind === 'press');
  const cases = new Set(presses.map(delivery => delivery.case));
  for (const id of cases) {
    const [record] = await store.load(space, [caseKey(id)]);
    const winners = presses.filter(
      delivery => delivery.case === id && platform.acked.get(delivery.id)?.startsWith('won') === true,
    );
    const decided = winners[0]?.choice;
    if (winners.length !== 1 || record!.parts.decision !== decided || record!.parts.count !== '1') {
      wrongDecisions += 1;
    }
  }
  const committed = [...platform.delivered.values()].filter(
    delivery =>
      platform.acked.has(delivery.id) &&
      (delivery.kind === 'answer' || platform.acked.get(delivery.id)?.startsWith('won') === true),
  );
  const neverSent = committed.filter(({ id }) => !platform.sent.has(`m:${id}`)).length;
  const { findings } = await store.verify(space);
  return { lost, doubled, wrongDecisions, neverSent, decisions: cases.size, findings };
};

/**
 * Answers and opposite decisions pour in while processes are killed; afterwards everything that was acknowledged is
 * compared with what the store holds and with what the platform was sent.
 */
export const runFaults = async (plan: FaultPlan): Promise<FaultFigures> => {
  const random = seeded(plan.seed);
  let open = true;
  let strikes = 0;
  let cases = 0;
  const counts = new Map<string, number>();
  const nextAnswer = (chat: string): void => {
    const n = (counts.get(chat) ?? 0) + 1;
    counts.set(chat, n);
    platform.post({ kind: 'answer', id: `${chat}-${n}`, chat, n });
  };
  const nextCase = (): void => {
    cases += 1;
    for (const choice of ['approve', 'reject']) {
      platform.post({ kind: 'press', id: `case${cases}-${choice}`, case: `case${cases}`, choice });
    }
  };
  const platform = new Platform(delivery => {
    if (!open) return;
    if (delivery.kind === 'answer') nextAnswer(delivery.chat);
    else if (delivery.choice === 'reject') nextCase();
    platform.pump(fleet, random);
  });
  const fleet = new Fleet(plan, plan.workers, plan.kills, random, report => platform.heard(report));
  for (let chat = 0; chat < plan.chats; chat += 1) nextAnswer(`chat${chat}`);
  for (let pair = 0; pair < 2; pair += 1) nextCase();
  const pumping = setInterval(() => platform.pump(fleet, random), 5);
  const tick = () => new Promise(resolve => setTimeout(resolve, 10));
  const { disturb } = plan;
  const times = disturb?.times ?? 0;
  /** How far the work must have come for the next disturbance; null: there is none left. */
  const nextAt = (): number | null => {
    if (disturb === undefined || strikes === times) return null;
    if ('everyKills' in disturb) return disturb.everyKills * (strikes + 1);
    return ackedAtStrike + disturb.everyAcks;
  };
  const progress = (): number =>
    disturb !== undefined && 'everyKills' in disturb ? fleet.kills : platform.acked.size;
  let ackedAtStrike = 0;
  while (fleet.kills < plan.kills || strikes < times) {
    await tick();
    const next = nextAt();
    if (next === null || progress() < next) continue;
    ackedAtStrike = platform.acked.size;
    strikes += 1;
    await disturb?.strike();
  }
  open = false;
  while (platform.waiting > 0) await tick();
  const store = await openStore(plan.url, {
    auditKey,
    ...(plan.durability ? { durability: plan.durability } : {}),
  });
  const end = Date.now() + drainMs;
  while ((await store.stats(space)).open > 0 && Date.now() < end) await tick();
  clearInterval(pumping);
  await fleet.stop();
  const judged = await judge(store, platform);
  await store.close();
  const answers = [...platform.acked.keys()].filter(id => id.startsWith('chat')).length;
  const sentAgain = [...platform.sent.values()].filter(times => times > 1).length;
  return {
    kills: fleet.kills,
    strikes,
    answers,
    deliveries: platform.deliveries,
    outOfOrder: platform.outOfOrder,
    sentAgain,
    ...judged,
  };
};

/** Rounds of a few kills until a wrong variant has shown itself; a right one never does. */
export const isCaught = async (plan: (round: number) => FaultPlan): Promise<boolean> => {
  for (let round = 0; round < 12; round += 1) {
    const { lost, doubled, wrongDecisions } = await runFaults(plan(round));
    if (lost + doubled + wrongDecisions > 0) return true;
  }
  return false;
};
