import { setImmediate } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../store/port.ts';
import { doorOf } from '../store/rules.ts';
import type { Channel } from './channel.ts';
import { applicationKey, readApplication } from './records.ts';
import type { SendSeen, TurnSeen, Watcher } from './watcher.ts';

/** Upper bounds in seconds: a turn takes milliseconds, a send up to a platform's time-out. */
const buckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Open cases are counted anew after this many milliseconds: they are read for it. */
const CASES_MS = 60_000;
/** At most so many open cases of one notice are counted by stage. */
const MOST_CASES = 5_000;
/** Read in one go. */
const CASES_AT_ONCE = 50;

/** What is looked at when somebody asks for the figures. */
export interface Watched {
  readonly store: Pick<Store, 'spaces' | 'waiting' | 'stats' | 'list' | 'load'>;
  /** Ids of the notices served; the others are rehearsals. */
  readonly notices: readonly string[];
  readonly channels: () => readonly Pick<Channel, 'name' | 'health'>[];
  /** Whether the store may be trusted with more. */
  readonly storeOk: () => Promise<boolean>;
  /** Events put aside while the store was away. */
  readonly spooled: () => number;
  /** Free part of the disk below the data folder, 0 to 1. */
  readonly diskFree: () => Promise<number>;
  /** When the newest backup was made, in milliseconds since 1970; null: there is none or nobody makes any. */
  readonly backedUpAt: () => Promise<number | null>;
  /** When the certificate of the public address ends, in milliseconds since 1970; null: not known. */
  readonly certificateEnds: () => number | null;
  readonly now: () => number;
}

/** Figures for Prometheus: counted as things happen, or looked up when asked for. No label holds an id of a person. */
export class Metrics implements Watcher {
  readonly #registry = new Registry();
  readonly #turns = this.#counter('shenbao_turns_total', 'Events taken, by kind and outcome', [
    'kind',
    'outcome',
  ]);
  readonly #turnSeconds = new Histogram({
    name: 'shenbao_turn_seconds',
    help: 'From the arrival of an event to the end of its commit',
    buckets,
    registers: [this.#registry],
  });
  readonly #sends = this.#counter('shenbao_sends_total', 'Attempts to send, by channel and result', [
    'channel',
    'result',
  ]);
  readonly #sendSeconds = new Histogram({
    name: 'shenbao_send_seconds',
    help: 'Duration of one attempt to send',
    labelNames: ['channel'],
    buckets,
    registers: [this.#registry],
  });
  readonly #callbacks = this.#counter('shenbao_callbacks_total', 'Requests to callback paths, by status', [
    'path',
    'status',
  ]);
  readonly #waiting = this.#gauge('shenbao_outbox_waiting', 'Items not settled, due or not', ['door']);
  readonly #due = this.#gauge('shenbao_outbox_due', 'Items that should have left by now', ['door']);
  readonly #oldest = this.#gauge('shenbao_outbox_oldest_seconds', 'How long the oldest due item is overdue', [
    'door',
  ]);
  readonly #retried = this.#gauge('shenbao_outbox_retried', 'Items with a failed attempt behind them', [
    'door',
  ]);
  readonly #dead = this.#gauge('shenbao_dead_letters', 'Messages given up', ['notice']);
  readonly #cases = this.#gauge('shenbao_open_cases', 'Applications in review', ['notice', 'stage']);
  readonly #oldestCase = this.#gauge(
    'shenbao_oldest_open_case_seconds',
    'Time since the oldest application in review was last submitted or acted on',
    ['notice', 'stage'],
  );
  readonly #channelUp = this.#gauge('shenbao_channel_up', '1 while a channel runs, else 0', ['channel']);
  readonly #storeOk = this.#gauge(
    'shenbao_store_ok',
    '1 while the store takes writes and may be trusted',
    [],
  );
  readonly #spooled = this.#gauge('shenbao_spooled_events', 'Events put aside until the store answers', []);
  readonly #diskFree = this.#gauge('shenbao_disk_free_ratio', 'Free part of the disk of the data folder', []);
  readonly #backedUp = this.#gauge(
    'shenbao_backup_timestamp_seconds',
    'When the newest backup was made; 0: never',
    [],
  );
  readonly #certificate = this.#gauge(
    'shenbao_certificate_end_timestamp_seconds',
    'When the certificate of the public address ends; absent: not known',
    ['address'],
  );
  #watched: Watched | null = null;
  #countedCases = Number.NEGATIVE_INFINITY;

  constructor(version: string) {
    this.#gauge('shenbao_info', 'Version of the program and of Node', ['version', 'node']).set(
      { version, node: process.versions.node },
      1,
    );
    collectDefaultMetrics({ register: this.#registry });
  }

  /** From now on these are looked at as well. */
  watch(watched: Watched): void {
    this.#watched = watched;
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.#registry] });
  }

  #gauge<L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.#registry] });
  }

  turned({ kind, outcome, ms }: TurnSeen): void {
    this.#turns.inc({ kind, outcome });
    this.#turnSeconds.observe(ms / 1000);
  }

  sent({ channel, result, ms }: SendSeen): void {
    this.#sends.inc({ channel, result });
    this.#sendSeconds.observe({ channel }, ms / 1000);
  }

  stepped(): void {}

  called(path: string, status: number): void {
    this.#callbacks.inc({ path, status });
  }

  /** The figures as text, format 0.0.4 of Prometheus. What the store cannot say now keeps its last value. */
  async text(): Promise<string> {
    if (this.#watched === null) return this.#registry.metrics();
    const { channels, storeOk, spooled, diskFree, backedUpAt, certificateEnds } = this.#watched;
    for (const { name, health } of channels().map(channel => ({
      name: channel.name,
      health: channel.health(),
    })))
      this.#channelUp.set({ channel: name }, health.state === 'running' ? 1 : 0);
    this.#spooled.set(spooled());
    this.#diskFree.set(await diskFree());
    this.#backedUp.set(((await backedUpAt()) ?? 0) / 1000);
    const ends = certificateEnds();
    if (ends !== null) this.#certificate.set({ address: 'public' }, ends / 1000);
    const ok = await storeOk().catch(() => false);
    this.#storeOk.set(ok ? 1 : 0);
    if (ok) await this.#lookUp(this.#watched).catch(() => this.#storeOk.set(0));
    return this.#registry.metrics();
  }

  async #lookUp({ store, notices, now }: Watched): Promise<void> {
    const real = (await store.spaces()).filter(name => notices.includes(name));
    const items = (await Promise.all(real.map(name => store.waiting(name)))).flat();
    for (const gauge of [this.#waiting, this.#due, this.#oldest, this.#retried]) gauge.reset();
    const at = now();
    for (const [door, waiting] of Map.groupBy(items, ({ lane }) => doorOf(lane))) {
      const due = waiting.filter(item => item.due <= at);
      this.#waiting.set({ door }, waiting.length);
      this.#due.set({ door }, due.length);
      this.#retried.set({ door }, waiting.filter(({ attempts }) => attempts > 0).length);
      const oldest = due.reduce((earliest, item) => Math.min(earliest, item.due), at);
      this.#oldest.set({ door }, (at - oldest) / 1000);
    }
    for (const notice of real) this.#dead.set({ notice }, (await store.stats(notice)).dead);
    if (at - this.#countedCases < CASES_MS) return;
    this.#countedCases = at;
    this.#cases.reset();
    this.#oldestCase.reset();
    for (const notice of real) await this.#countCases(store, notice, at);
  }

  async #countCases(store: Watched['store'], notice: string, at: number): Promise<void> {
    const numbers = await store.list(notice, 'open', { limit: MOST_CASES });
    const cases: { readonly stage: string; readonly moved: number }[] = [];
    for (let from = 0; from < numbers.length; from += CASES_AT_ONCE) {
      const records = await store.load(notice, numbers.slice(from, from + CASES_AT_ONCE).map(applicationKey));
      for (const { stage, decisions, snapshots } of records.flatMap(record => readApplication(record) ?? []))
        cases.push({ stage, moved: Math.max(snapshots.at(-1)!.at, decisions.at(-1)?.at ?? 0) });
      // An embedded store answers at once: whoever writes meanwhile gets a turn.
      await setImmediate();
    }
    for (const [stage, open] of Map.groupBy(cases, each => each.stage)) {
      this.#cases.set({ notice, stage }, open.length);
      this.#oldestCase.set({ notice, stage }, (at - Math.min(...open.map(({ moved }) => moved))) / 1000);
    }
  }
}
