import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { compileCache } from '../support/compile-cache.ts';
import { type Delivery, Report } from './protocol.ts';
import type { Variant } from './wrong-stores.ts';

/** What the workers open, and how they commit. */
export interface FleetStore {
  readonly url: string;
  readonly variant: Variant;
  /** `relaxed`: work on a server that may lose what it acknowledged. Strict by default. */
  readonly durability?: 'strict' | 'relaxed';
}

interface Worker {
  readonly child: ChildProcess;
  ready: boolean;
  /** What it did since it was ready, and what to do when it has done more. */
  done: number;
  onWork: (() => void) | null;
}

/** A worker that can do nothing, because its server is away, dies after this long all the same. */
const idleMs = 1_000;

/** Worker processes that are killed at random moments and replaced. */
export class Fleet {
  kills = 0;
  readonly #args: readonly string[];
  readonly #random: () => number;
  readonly #onReport: (report: Report) => void;
  readonly #workers = new Set<Worker>();
  #target: number;
  #stopping = false;

  constructor(
    { url, variant, durability = 'strict' }: FleetStore,
    size: number,
    kills: number,
    random: () => number,
    onReport: (report: Report) => void,
  ) {
    this.#args = [new URL('./worker.ts', import.meta.url).pathname, url, variant, durability];
    this.#random = random;
    this.#onReport = onReport;
    this.#target = kills;
    for (let n = 0; n < size; n += 1) this.#spawn();
  }

  #spawn(): void {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...this.#args], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...compileCache },
    });
    const worker: Worker = { child, ready: false, done: 0, onWork: null };
    this.#workers.add(worker);
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', line => {
      const report = Report.parse(JSON.parse(line));
      if (report.kind === 'ready') this.#doom(worker);
      else if (report.kind !== 'nack') {
        worker.done += 1;
        worker.onWork?.();
      }
      this.#onReport(report);
    });
    child.once('exit', () => {
      this.#workers.delete(worker);
      if (!this.#stopping) this.#spawn();
    });
  }

  /**
   * Choose the moment of a worker's death, while it is at work: after some time and some work, so that on a busy machine
   * it does not die each time before it did anything.
   */
  #doom(worker: Worker): void {
    worker.ready = true;
    const delay = 10 + this.#random() * 150;
    const work = 1 + Math.floor(this.#random() * 6);
    const kill = (): void => {
      worker.onWork = null;
      if (this.kills >= this.#target || worker.child.exitCode !== null || worker.child.killed) return;
      this.kills += 1;
      worker.child.kill('SIGKILL');
    };
    setTimeout(() => {
      if (worker.done >= work) return kill();
      setTimeout(kill, idleMs);
      worker.onWork = () => {
        if (worker.done >= work) kill();
      };
    }, delay);
  }

  /** Hand a delivery to some worker; false where none is ready. */
  deliver(delivery: Delivery): boolean {
    const ready = [...this.#workers].filter(worker => worker.ready && worker.child.signalCode === null);
    const worker = ready[Math.floor(this.#random() * ready.length)];
    if (worker === undefined) return false;
    worker.child.stdin?.write(`${JSON.stringify(delivery)}\n`);
    return true;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(
      [...this.#workers].map(
        ({ child }) =>
          new Promise<void>(resolve => {
            if (child.exitCode !== null || child.signalCode !== null) return resolve();
            child.once('exit', () => resolve());
            child.kill('SIGKILL');
          }),
      ),
    );
  }
}
