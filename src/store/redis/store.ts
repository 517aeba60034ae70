import type { KeyObject } from 'node:crypto';
import type { Issue } from '../../model/issue.ts';
import type { ChainMark } from '../audit-chain.ts';
import { extendChain, genesis, storedAudit } from '../audit-chain.ts';
import { type DumpLine, readDump, sealedDump } from '../dump.ts';
import type { StoreHealth } from '../health.ts';
import { markRetention, type StoreOptions } from '../options.ts';
import type {
  ChainReport,
  Commit,
  CommitResult,
  DeadItem,
  Lease,
  RecordKey,
  Store,
  StoredAudit,
  StoredRecord,
} from '../port.ts';
import { checkCommit, checkSpace, recordName, refKey } from '../rules.ts';
import { sealKey } from '../seal.ts';
import { StoreUnavailable } from '../unavailable.ts';
import { verifyLines } from '../verify.ts';
import { describeRedis, type RedisAddress } from './address.ts';
import { commitArguments, commitResult, counted, nonce, touchedKeys } from './calls.ts';
import type { Connection } from './connection.ts';
import { dumpLines, Restorer, readAudit } from './copy.ts';
import { gatherFacts, writeSchema } from './facts.ts';
import { ChainHeads } from './heads.ts';
import { corpseKey, fixedKeys, itemKey, listingKey, metaKey, recordRedisKey, spacesKey } from './keys.ts';
import { fieldsOf, grouped, loadOf, textsOf } from './replies.ts';
import { type Script, scripts } from './scripts.ts';
import { noRecord, readRecord, SealCache, type SealState, sealChange, sealedValue } from './sealed.ts';
import { type Settlement, SettleQueue } from './settling.ts';
import { judgeRedis } from './start-checks.ts';

/** Every try but the last loses only to a commit of somebody else that went through. */
const chainTries = 50;
const cachedSeals = 20_000;
const restoreBatch = 500;

const emptiedIssue: Issue = {
  code: 'store:emptied',
  message: 'Redis 中的数据被清空（FLUSHALL、换了服务器或数据库编号）',
  hint: '请停止服务，检查 REDIS_URL，并用 restore 从备份恢复',
};

/** The store on Redis 7 or later, one server or a cluster. One script a step; any number of processes. */
export class RedisStore implements Store {
  readonly description: string;
  readonly #connection: Connection;
  readonly #key: KeyObject;
  readonly #options: StoreOptions;
  readonly #seals = new SealCache(cachedSeals);
  readonly #heads = new ChainHeads();
  /** Chain heads as loads saw them, so committed ones only. */
  readonly #committed = new Map<string, ChainMark>();
  readonly #settling = new Map<string, SettleQueue>();
  readonly #announced = new Set<string>();
  #marked = false;

  constructor(address: RedisAddress, connection: Connection, options: StoreOptions = {}) {
    this.description = describeRedis(address);
    this.#connection = connection;
    this.#key = sealKey(options.auditKey);
    this.#options = options;
  }

  #run(
    script: Script,
    space: string,
    args: readonly string[],
    keys: readonly string[] = [],
    ordered = false,
  ): Promise<unknown> {
    return this.#connection.run(script, [...fixedKeys(space), ...new Set(keys)], args, ordered);
  }

  /** Note the space's name before its first write; a space without a meta key does not count. */
  async #announce(space: string): Promise<void> {
    if (this.#announced.has(space)) return;
    await this.#connection.persist(() => this.#connection.client.sadd(spacesKey, [space]));
    this.#announced.add(space);
  }

  async #fetch(space: string, keys: readonly RecordKey[]): Promise<StoredRecord[]> {
    const names = keys.map(recordName);
    const recordKeys = names.map(name => recordRedisKey(space, name));
    const { head, length, records } = loadOf(await this.#run(scripts.load, space, names, recordKeys));
    const mark = this.#chainMark(space, head, length);
    this.#heads.seen(space, mark);
    this.#committed.set(space, mark);
    return records.map((flat, index) => {
      const { record, state } = readRecord(keys[index]!, fieldsOf(flat));
      this.#seals.set(space, names[index]!, state);
      return record;
    });
  }

  #chainMark(space: string, head: string, length: number): ChainMark {
    return { head: head === '' ? genesis(this.#key, space) : head, length };
  }

  async head(space: string): Promise<ChainMark> {
    checkSpace(space);
    if (!this.#committed.has(space)) await this.#fetch(space, []);
    return this.#committed.get(space)!;
  }

  async load(space: string, keys: readonly RecordKey[]): Promise<StoredRecord[]> {
    checkSpace(space);
    return this.#fetch(space, keys);
  }

  /** Seal states the changes start from; read again only where this process did not load that very revision. */
  async #states(space: string, wanted: readonly { key: RecordKey; expect: number }[]): Promise<SealState[]> {
    const known = ({ key, expect }: { key: RecordKey; expect: number }): SealState | undefined => {
      if (expect === 0) return noRecord;
      const state = this.#seals.get(space, recordName(key));
      return state?.revision === expect ? state : undefined;
    };
    const missing = wanted.filter(change => known(change) === undefined).map(change => change.key);
    if (missing.length > 0) await this.#fetch(space, missing);
    return wanted.map(change => known(change) ?? noRecord);
  }

  async commit(space: string, commit: Commit): Promise<CommitResult> {
    checkSpace(space);
    checkCommit(commit);
    await this.#announce(space);
    const token = nonce();
    for (let tries = 0; tries < chainTries; tries += 1) {
      const result = await this.#tryCommit(space, commit, token);
      if (result !== 'moved') return result;
    }
    throw new StoreUnavailable(`the audit chain of ${space} is too busy`);
  }

  async #tryCommit(space: string, commit: Commit, token: string): Promise<CommitResult | 'moved'> {
    const states = await this.#states(space, commit.changes);
    const chained = commit.audit.length > 0;
    if (chained && this.#heads.get(space) === undefined) await this.#fetch(space, []);
    const mark = this.#heads.get(space) ?? { head: genesis(this.#key, space), length: 0 };
    const links = extendChain(this.#key, mark, commit.audit);
    const head = links.at(-1)?.mac ?? mark.head;
    const changes = commit.changes.map((change, index) =>
      sealChange(this.#key, space, change, states[index]!),
    );
    const args = commitArguments({
      commit,
      token,
      oldHead: mark.length === 0 ? '' : mark.head,
      newHead: head,
      links,
      changes,
      retention: this.#options.marks ?? markRetention,
    });
    if (chained) this.#heads.sent(space, { head, length: mark.length + links.length });
    let reply: string[];
    try {
      reply = textsOf(await this.#run(scripts.commit, space, args, touchedKeys(space, commit), chained));
    } catch (error) {
      if (chained) this.#heads.answered(space);
      this.#heads.forget(space);
      throw error;
    }
    const [kind, movedTo = '', length] = reply;
    const moved = kind === 'head' ? this.#chainMark(space, movedTo, Number(length)) : undefined;
    if (chained) this.#heads.answered(space, moved ?? (kind === 'committed' ? undefined : mark));
    if (moved !== undefined) return 'moved';
    const result = commitResult(commit, token, genesis(this.#key, space), reply);
    if (result.kind === 'committed') {
      for (const [index, change] of commit.changes.entries()) {
        this.#seals.set(space, recordName(change.key), changes[index]!.after);
      }
    }
    return result;
  }

  async list(
    space: string,
    index: string,
    options: { readonly limit?: number; readonly reverse?: boolean } = {},
  ): Promise<string[]> {
    checkSpace(space);
    if (options.limit === 0) return [];
    const last = String(options.limit === undefined ? -1 : options.limit - 1);
    const key = listingKey(space, index);
    const { client } = this.#connection;
    return this.#connection.persist(() =>
      options.reverse === true ? client.zrevrange(key, '0', last) : client.zrange(key, '0', last),
    );
  }

  async claim(space: string, now: number, limit: number, leaseMs: number): Promise<Lease[]> {
    checkSpace(space);
    if (limit <= 0) return [];
    const args = [String(now), String(limit), String(leaseMs), nonce()];
    const reply = textsOf(await this.#run(scripts.claim, space, args));
    return grouped(reply, 6).map(([id = '', lane = '', due, body = '', attempts, fence = '']) => ({
      item: { id, lane, due: Number(due), body },
      fence,
      attempts: Number(attempts),
    }));
  }

  async settle(space: string, settlements: readonly Settlement[]): Promise<boolean[]> {
    checkSpace(space);
    let queue = this.#settling.get(space);
    if (queue === undefined) {
      queue = new SettleQueue(batch => this.#settleBatch(space, batch));
      this.#settling.set(space, queue);
    }
    return Promise.all(settlements.map(settlement => queue.add(settlement)));
  }

  async #settleBatch(space: string, settlements: readonly Settlement[]): Promise<boolean[]> {
    for (let tries = 0; tries < chainTries; tries += 1) {
      const keys: string[] = [];
      const groups: string[][] = [];
      for (const { lease, result, remember } of settlements) {
        const due = result.kind === 'retry' ? String(result.due) : '';
        const error = result.kind === 'done' ? '' : result.error;
        const noted = remember === undefined ? undefined : await this.#sealedRef(space, remember, tries > 0);
        keys.push(itemKey(space, lease.item.id), corpseKey(space, lease.item.id));
        if (noted !== undefined) keys.push(recordRedisKey(space, noted[0]!));
        groups.push([lease.item.id, lease.fence, result.kind, due, error, ...(noted ?? Array(7).fill(''))]);
      }
      const reply = textsOf(await this.#run(scripts.settle, space, counted(groups), keys));
      if (reply[0] === 'settled') return reply.slice(1).map(answer => answer === '1');
    }
    throw new StoreUnavailable(`references of ${space} are too busy`);
  }

  /** Arguments that write a `ref` record: name, expected revision and seal, then the new ones. */
  async #sealedRef(
    space: string,
    { id, value }: { readonly id: string; readonly value: string },
    again: boolean,
  ): Promise<string[]> {
    const key = refKey(id);
    const name = recordName(key);
    if (again) await this.#fetch(space, [key]);
    const before = this.#seals.get(space, name) ?? noRecord;
    const change = { key, expect: before.revision, set: { value }, remove: [] };
    const { after } = sealChange(this.#key, space, change, before);
    this.#seals.delete(space, name);
    return [
      name,
      String(before.revision),
      before.seal,
      String(after.revision),
      after.sum,
      after.seal,
      sealedValue(after.parts.get('value')!, value),
    ];
  }

  async nextDue(space: string): Promise<number | null> {
    checkSpace(space);
    const reply = await this.#run(scripts.nextDue, space, []);
    return reply === null ? null : Number(reply);
  }

  async dead(space: string): Promise<DeadItem[]> {
    checkSpace(space);
    const reply = textsOf(await this.#run(scripts.dead, space, []));
    return grouped(reply, 6).map(([id = '', lane = '', due, body = '', attempts, error = '']) => ({
      item: { id, lane, due: Number(due), body },
      attempts: Number(attempts),
      error,
    }));
  }

  async revive(space: string, id: string, due: number): Promise<boolean> {
    checkSpace(space);
    const keys = [itemKey(space, id), corpseKey(space, id)];
    return (await this.#run(scripts.revive, space, [id, String(due)], keys)) === 1;
  }

  async audit(space: string): Promise<StoredAudit[]> {
    checkSpace(space);
    const key = fixedKeys(space).find(name => name.endsWith(':audit'))!;
    const entries = await this.#connection.persist(() => this.#connection.client.lrange(key, 0, -1));
    return entries.map(entry => storedAudit(readAudit(entry)));
  }

  async #lines(space: string): Promise<DumpLine[]> {
    return [...dumpLines(space, genesis(this.#key, space), await this.#run(scripts.dump, space, []))];
  }

  async verify(space: string, remembered?: ChainMark): Promise<ChainReport> {
    checkSpace(space);
    return verifyLines(this.#key, space, await this.#lines(space), remembered);
  }

  async spaces(): Promise<string[]> {
    const { client } = this.#connection;
    const names = await this.#connection.persist(() => client.smembers(spacesKey));
    const there = await Promise.all(
      names.map(name => this.#connection.persist(() => client.exists(metaKey(name)))),
    );
    return names.filter((_, index) => there[index] === 1).sort();
  }

  async wipe(space: string): Promise<void> {
    checkSpace(space);
    await this.#run(scripts.wipe, space, []);
    this.#heads.forget(space);
    this.#committed.delete(space);
  }

  async stats(space: string): ReturnType<Store['stats']> {
    checkSpace(space);
    const { client } = this.#connection;
    const [, records, , order, , , dead, , marks] = fixedKeys(space);
    const [recordCount, open, deadCount, markCount] = await Promise.all(
      [records!, order!, dead!, marks!].map(key => this.#connection.persist(() => client.zcard(key))),
    );
    return { records: recordCount!, open: open!, dead: deadCount!, marks: markCount! };
  }

  async *dump(space: string): AsyncGenerator<string> {
    checkSpace(space);
    yield* sealedDump(await this.#lines(space));
  }

  async restore(space: string, lines: AsyncIterable<string>): Promise<void> {
    checkSpace(space);
    const found = await readDump(space, lines);
    const { client } = this.#connection;
    if ((await this.#connection.persist(() => client.exists(...fixedKeys(space)))) > 0) {
      throw new Error(`${space} is not empty`);
    }
    await this.#announce(space);
    const restorer = new Restorer(space);
    for (let start = 0; start <= found.length; start += restoreBatch) {
      const pipe = client.pipeline();
      for (const line of found.slice(start, start + restoreBatch)) restorer.write(pipe, line);
      if (start + restoreBatch > found.length) restorer.finish(pipe);
      for (const [error] of (await pipe.exec()) ?? []) if (error !== null) throw error;
    }
    this.#heads.forget(space);
    this.#committed.delete(space);
  }

  async check(): Promise<StoreHealth> {
    const facts = await this.#connection.persist(() => gatherFacts(this.#connection.client));
    const judged = facts.map(fact => judgeRedis(fact, this.#options.durability ?? 'strict'));
    const emptied = this.#marked && facts.some(({ schema }) => schema === null) ? [emptiedIssue] : [];
    return {
      refusals: [...emptied, ...judged.flatMap(({ refusals }) => refusals)],
      warnings: judged.flatMap(({ warnings }) => warnings),
    };
  }

  /** Mark this Redis as ours; from now on a missing mark means that somebody emptied it. */
  async mark(): Promise<void> {
    await this.#connection.persist(() => writeSchema(this.#connection.client));
    this.#marked = true;
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
