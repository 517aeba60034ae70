import type { KeyObject } from 'node:crypto';
import { type ChainMark, extendChain, genesis } from '../audit-chain.ts';
import type { Memory } from '../memory.ts';
import { type MarkRetention, sentRetention } from '../options.ts';
import type { Commit, CommitResult, Parts, RecordChange, RecordKey, StoredRecord } from '../port.ts';
import { recordKeyOf, recordName } from '../rules.ts';
import { RecordTampered } from '../tampered.ts';
import { StoreUnavailable } from '../unavailable.ts';
import { Batches } from './batches.ts';
import { counted, nonce, refusal, touchedKeys, turnArguments } from './calls.ts';
import { ChainHead } from './chain-head.ts';
import type { Connection } from './connection.ts';
import { declaredKeys, recordRedisKey } from './keys.ts';
import { fieldsOf, listOf, loadOf, pairsOf, textsOf } from './replies.ts';
import { type Rider, Riders } from './riders.ts';
import { scripts } from './scripts.ts';
import {
  changedRecord,
  isAsSealed,
  noRecord,
  type Remembered,
  readRecord,
  type SealState,
  sealChange,
} from './sealed.ts';

/** Every try but the last loses only to a commit of somebody else that went through. */
export const chainTries = 50;
/** Turns in one script call: enough to share its cost, few enough that the server works while the process computes. */
const batchLimit = 8;

export interface CommitsDeps {
  readonly key: KeyObject;
  readonly connection: Connection;
  readonly retention: MarkRetention;
  /**
   * Records as this process saw or wrote them last, of all spaces, so that its limit is the process's. A turn may be computed
   * from them, because its commit compares revisions and seals with what the server has.
   */
  readonly memory: Memory<Remembered>;
}

interface Call {
  readonly args: readonly string[];
  readonly keys: readonly string[];
  /** Whether it adds to the audit chain. */
  readonly chained: boolean;
}

type Wanted = readonly RecordKey[];

const nothing = (key: RecordKey): Remembered => ({
  record: { key, revision: 0, parts: {} },
  state: noRecord,
});

/** What one turn of a batch met, as ioredis reports what a whole call met. */
class ReplyError extends Error {
  override name = 'ReplyError';
}

const settledOf = (answer: string): boolean | Error =>
  answer === '1' ? true : answer === '0' ? false : new ReplyError(answer);

/** Loads and commits of one space: what came in together leaves together, and what was seen is remembered. */
export class Commits {
  readonly #space: string;
  readonly #key: KeyObject;
  readonly #connection: Connection;
  readonly #retention: MarkRetention;
  readonly #loads = new Batches(batchLimit, (wanted: readonly Wanted[]) => this.#loadBatch(wanted));
  readonly #commits = new Batches(batchLimit, (calls: readonly Call[]) => this.#commitBatch(calls));
  readonly #memory: Memory<Remembered>;
  readonly #genesis: string;
  readonly #riders = new Riders(riders => this.#settleAlone(riders));
  readonly #head = new ChainHead();
  /** The chain's head as a load saw it or a commit left it: never one that is still on its way. */
  #committed: ChainMark | null = null;

  constructor(space: string, { key, connection, retention, memory }: CommitsDeps) {
    this.#space = space;
    this.#key = key;
    this.#connection = connection;
    this.#retention = retention;
    this.#memory = memory;
    this.#genesis = genesis(key, space);
  }

  load(keys: readonly RecordKey[]): Promise<readonly StoredRecord[]> {
    return this.#connection.persist(() => this.#loads.add(keys));
  }

  recall(keys: readonly RecordKey[]): StoredRecord[] | undefined {
    const found = keys.flatMap(key => this.#memory.get(this.#space, recordName(key))?.record ?? []);
    return found.length === keys.length ? found : undefined;
  }

  async head(): Promise<ChainMark> {
    if (this.#committed === null) await this.load([]);
    return this.#committed!;
  }

  async commit(commit: Commit): Promise<CommitResult> {
    const token = nonce();
    for (let tries = 0; tries < chainTries; tries += 1) {
      const result = await this.#tryCommit(commit, token);
      if (result !== 'moved') return result;
    }
    throw new StoreUnavailable(`the audit chain of ${this.#space} is too busy`);
  }

  /** Settle one lease; with the next commit where one comes soon. */
  settle(rider: Rider): Promise<boolean> {
    return this.#connection.persist(() => this.#riders.add(rider));
  }

  /** The change that writes one record without regard to what it was, as a script takes it; `again`: it had moved. */
  async overwrite(key: RecordKey, set: Parts, again: boolean): Promise<readonly string[]> {
    if (again) await this.load([key]);
    const before = this.#memory.get(this.#space, recordName(key)) ?? nothing(key);
    this.#memory.delete(this.#space, recordName(key));
    const change = { key, expect: before.state.revision, set, remove: [] };
    return sealChange(this.#key, this.#space, change, before.state).args;
  }

  /** The space was emptied or filled from outside: what was known of it does not count. */
  forget(): void {
    this.#memory.clear(this.#space);
    this.#head.forget();
    this.#committed = null;
  }

  async #loadBatch(wanted: readonly Wanted[]): Promise<(readonly StoredRecord[])[]> {
    const names = [...new Set(wanted.flatMap(keys => keys.map(recordName)))];
    const keys = names.map(name => recordRedisKey(this.#space, name));
    const reply = await this.#connection.call(scripts.load, declaredKeys(this.#space, keys), names);
    const { head, length, records } = loadOf(reply);
    this.#saw(this.#mark(head, length));
    const found = new Map(names.map((name, index) => [name, this.#learn(name, records[index])]));
    return wanted.map(list => list.map(key => found.get(recordName(key))!));
  }

  async #commitBatch(calls: readonly Call[]): Promise<(readonly unknown[] | Error)[]> {
    const { ageMs, count } = this.#retention;
    let answers: readonly unknown[] = [];
    await this.#riders.ride(async riders => {
      const keys = [...riders, ...calls].flatMap(call => call.keys);
      const args = [
        String(ageMs),
        String(count),
        String(sentRetention.ageMs),
        String(sentRetention.count),
        ...counted(riders.map(rider => rider.args)),
        ...counted(calls.map(call => call.args)),
      ];
      // Links to the audit chain arrive in the order they were computed in.
      const ordered = calls.some(call => call.chained);
      const declared = declaredKeys(this.#space, keys);
      const [settled, ...turns] = listOf(
        await this.#connection.call(scripts.commit, declared, args, ordered),
      );
      answers = turns;
      return textsOf(settled).map(settledOf);
    });
    return answers.map(answer => {
      const turn = listOf(answer);
      return turn[0] === 'error' ? new ReplyError(String(turn[1])) : turn;
    });
  }

  async #settleAlone(riders: readonly Rider[]): Promise<(boolean | Error)[]> {
    const keys = declaredKeys(
      this.#space,
      riders.flatMap(rider => rider.keys),
    );
    const args = counted(riders.map(rider => [...rider.args, '0']));
    const [, ...settled] = textsOf(await this.#connection.call(scripts.settle, keys, args));
    return settled.map(settledOf);
  }

  async #tryCommit(commit: Commit, token: string): Promise<CommitResult | 'moved'> {
    const before = await this.#before(commit.changes);
    const chained = commit.audit.length > 0;
    if (chained && this.#head.known === null) await this.load([]);
    const mark = this.#head.known ?? this.#mark('', 0);
    const links = extendChain(this.#key, mark, commit.audit);
    const head = { head: links.at(-1)?.mac ?? mark.head, length: mark.length + links.length };
    const changes = commit.changes.map((change, index) =>
      sealChange(this.#key, this.#space, change, before[index]!.state),
    );
    const oldHead = mark.length === 0 ? '' : mark.head;
    const expectations = commit.expectations.map(({ key, revision }) => {
      const state = this.#memory.get(this.#space, recordName(key))?.state;
      return [recordName(key), String(revision), state?.revision === revision ? state.seal : ''];
    });
    const args = turnArguments({
      key: this.#key,
      space: this.#space,
      commit,
      token,
      oldHead,
      newHead: head.head,
      links,
      changes,
      expectations,
    });
    if (chained) this.#head.sent(head);
    let reply: readonly unknown[];
    try {
      const call = { args, keys: touchedKeys(this.#space, commit), chained };
      reply = await this.#connection.persist(() => this.#commits.add(call));
    } catch (error) {
      this.#head.forget();
      throw error;
    }
    switch (reply[0]) {
      case 'conflict':
        if (chained) this.#head.answered(this.#committed ?? mark);
        return this.#conflict(reply);
      case 'head': {
        const [, actual = '', length] = textsOf(reply);
        this.#head.answered(this.#mark(actual, Number(length)));
        return 'moved';
      }
      case 'committed':
        if (chained) this.#head.answered();
        this.#wrote(commit, before, changes);
        return this.#done(commit, token, textsOf(reply));
      default:
        if (chained) this.#head.answered(this.#committed ?? mark);
        return refusal(this.#key, this.#space, commit, textsOf(reply));
    }
  }

  #done(commit: Commit, token: string, [, chain = '', length = '', ...places]: string[]): CommitResult {
    const mark = this.#mark(chain, Number(length));
    // Our own earlier try, found again, does not tell where the chain stands now.
    if (length !== '') this.#saw(mark);
    const leases = places.map(place => ({
      item: commit.outbox[Number(place) - 1]!,
      fence: `${token}:${place}`,
      attempts: 0,
    }));
    return { kind: 'committed', chain: mark.head, leases };
  }

  #conflict([, clash, ...found]: readonly unknown[]): CommitResult {
    for (const [name, flat] of pairsOf(found)) this.#learn(String(name), flat);
    return { kind: 'conflict', key: recordKeyOf(String(clash)) };
  }

  /** What the changes start from; read again only where this process does not remember that very revision. */
  async #before(changes: readonly RecordChange[]): Promise<Remembered[]> {
    const known = ({ key, expect }: RecordChange): Remembered | undefined => {
      if (expect === 0) return nothing(key);
      const found = this.#memory.get(this.#space, recordName(key));
      return found?.state.revision === expect ? found : undefined;
    };
    const missing = changes.filter(change => known(change) === undefined).map(({ key }) => key);
    if (missing.length > 0) await this.load(missing);
    return changes.map(change => known(change) ?? nothing(change.key));
  }

  #wrote(commit: Commit, before: readonly Remembered[], changes: readonly { after: SealState }[]): void {
    for (const [index, change] of commit.changes.entries()) {
      const record = changedRecord(before[index]!.record, change);
      this.#memory.set(this.#space, recordName(change.key), { record, state: changes[index]!.after });
    }
  }

  #learn(name: string, flat: unknown): StoredRecord {
    const found = readRecord(recordKeyOf(name), fieldsOf(flat));
    const before = this.#memory.get(this.#space, name);
    const trusted = (part: string) => [before?.record.parts[part], before?.state.parts.get(part)] as const;
    if (!isAsSealed(this.#key, this.#space, found, trusted)) throw new RecordTampered(name);
    this.#memory.set(this.#space, name, found);
    return found.record;
  }

  #saw(mark: ChainMark): void {
    this.#head.seen(mark);
    this.#committed = mark;
  }

  #mark(head: string, length: number): ChainMark {
    return { head: head === '' ? this.#genesis : head, length };
  }
}
