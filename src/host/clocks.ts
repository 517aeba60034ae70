import { randomUUID } from 'node:crypto';
import { commitWith, type Store } from '../store/port.ts';
import { clockKey } from './records.ts';
import { type Space, spaceOf } from './space.ts';

interface Setting {
  /** What the rehearsal takes for now, in milliseconds since 1970 (UTC), when it was set. */
  readonly base: number;
  /** Real time of the setting. */
  readonly since: number;
  /** A frozen clock stands still until it is set again; otherwise it goes on from `base`. */
  readonly frozen: boolean;
}

/** Business time of each space: the real clock for the notice itself, a movable one for a rehearsal. */
export class Clocks {
  readonly #real: () => number;
  readonly #store: Store;
  readonly #settings = new Map<string, Setting>();
  readonly #loaded = new Set<string>();

  readonly #home: string;

  /** `home`: the notice in whose rehearsal space a rehearsal's clock is kept; other notices' spaces follow it. */
  constructor(real: () => number, store: Store, home: string) {
    this.#real = real;
    this.#store = store;
    this.#home = home;
  }

  #clockSpace(space: Space): Space {
    return spaceOf(this.#home, space.rehearsal);
  }

  /** The machine's clock, or the one the library was given. */
  real(): number {
    return this.#real();
  }

  now(of: Space): number {
    const space = this.#clockSpace(of);
    const setting = this.#settings.get(space.name);
    if (space.rehearsal === null || !setting) return this.#real();
    return setting.frozen ? setting.base : setting.base + (this.#real() - setting.since);
  }

  /** A rehearsal's clock survives restarts with its data. Read once; the notice itself needs none. */
  async ready(of: Space): Promise<void> {
    const space = this.#clockSpace(of);
    if (space.rehearsal === null || this.#loaded.has(space.name)) return;
    const [record] = await this.#store.load(space.name, [clockKey]);
    const stored = record?.parts.setting;
    if (stored && !this.#settings.has(space.name))
      this.#settings.set(space.name, JSON.parse(stored) as Setting);
    this.#loaded.add(space.name);
  }

  isSet(space: Space): boolean {
    return this.#settings.has(this.#clockSpace(space).name);
  }

  async set(of: Space, base: number, frozen: boolean): Promise<void> {
    const space = this.#clockSpace(of);
    const setting: Setting = { base, since: this.#real(), frozen };
    this.#settings.set(space.name, setting);
    this.#loaded.add(space.name);
    await this.#keep(space, { setting: JSON.stringify(setting) }, []);
  }

  /** End a rehearsal's clock; its data stays. */
  async stop(of: Space): Promise<void> {
    const space = this.#clockSpace(of);
    this.#settings.delete(space.name);
    this.#loaded.add(space.name);
    await this.#keep(space, {}, ['setting']);
  }

  /** The last setting wins; whoever meets a conflict reads again. */
  async #keep(space: Space, set: Readonly<Record<string, string>>, remove: readonly string[]): Promise<void> {
    for (;;) {
      const [record] = await this.#store.load(space.name, [clockKey]);
      const result = await this.#store.commit(
        space.name,
        commitWith(`clock:${randomUUID()}`, 'clock', this.#real(), {
          changes: [{ key: clockKey, expect: record?.revision ?? 0, set, remove }],
        }),
      );
      if (result.kind !== 'conflict') break;
    }
    await this.#tell(space);
  }

  /** Other processes read this clock anew; whoever misses it shows an earlier day until he begins anew. */
  async #tell(space: Space): Promise<void> {
    await this.#store.tell?.('clocks', space.name).catch(() => undefined);
  }

  /** Hear of clocks that other processes set. */
  async watch(): Promise<void> {
    // A server may forbid it to this program; then each process keeps to what it read.
    await this.#store.hear?.('clocks', name => this.#drop(name)).catch(() => undefined);
  }

  #drop(name: string): void {
    this.#settings.delete(name);
    this.#loaded.delete(name);
  }

  async forget(of: Space): Promise<void> {
    const space = this.#clockSpace(of);
    this.#drop(space.name);
    await this.#tell(space);
  }
}
