import type { KeyObject } from 'node:crypto';
import type { Issue } from '../../model/issue.ts';
import type { ChainMark } from '../audit-chain.ts';
import { genesis, storedAudit } from '../audit-chain.ts';
import { type DumpLine, readDump, sealedDump, upgradedLines } from '../dump.ts';
import { genuine, genuineItems, openedDead } from '../genuine.ts';
import type { StoreHealth } from '../health.ts';
import { Memory } from '../memory.ts';
import { markRetention, type StoreOptions } from '../options.ts';
import type {
  ChainReport,
  Commit,
  CommitResult,
  DeadItem,
  Lease,
  OutboxItem,
  RecordKey,
  Renewal,
  Store,
  StoredAudit,
  StoredRecord,
  Topic,
  WaitingItem,
} from '../port.ts';
import { checkCommit, checkSpace, recordKeyOf, recordName, refKey } from '../rules.ts';
import { openedBody, openedReply, sealKey } from '../seal.ts';
import { type Sealed, sampleSize, secretTrouble } from '../secret-check.ts';
import { StoreUnavailable } from '../unavailable.ts';
import { verifyLines } from '../verify.ts';
import { describeRedis, type RedisAddress } from './address.ts';
import { counted, nonce, settlementCall } from './calls.ts';
import { Commits, chainTries } from './commits.ts';
import type { Connection } from './connection.ts';
import { dumpLines, Restorer, readAudit, readMark, sealLine } from './copy.ts';
import { gatherFacts, readSchema, writeSchema } from './facts.ts';
import {
  declaredKeys,
  fixedKeys,
  listingKey,
  probeKey,
  recordRedisKey,
  schemaVersion,
  spaceKey,
  spacesKey,
  topicChannels,
  wakeChannel,
} from './keys.ts';
import { withoutArguments } from './link.ts';
import { refusedByRedis } from './refused.ts';
import { grouped, textsOf } from './replies.ts';
import { type Script, scripts } from './scripts.ts';
import type { Remembered } from './sealed.ts';
import { type ReferenceSettlement, type Settlement, SettleQueue } from './settling.ts';
import { judgeRedis, type RedisFacts } from './start-checks.ts';
import { waitingIn } from './waiting-items.ts';

const restoreBatch = 500;
/** Schema from which on items and marks bear seals. */
const sealedSince = 3;
/** Records remembered, a few KB each. */
const mostRemembered = 5_000;

interface SpaceParts {
  readonly commits: Commits;
  /** Settlements that also write a reference, one batch after the other, because each builds on the last. */
  readonly references: SettleQueue;
}

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
  readonly #memory = new Memory<Remembered>(mostRemembered);
  readonly #spaces = new Map<string, SpaceParts>();
  readonly #announced = new Set<string>();
  #marked = false;
  /** Something that lies there was sealed with this secret. */
  #ours = false;

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
  ): Promise<unknown> {
    return this.#connection.run(script, declaredKeys(space, keys), args);
  }

  #of(space: string): SpaceParts {
    checkSpace(space);
    let parts = this.#spaces.get(space);
    if (parts === undefined) {
      const retention = this.#options.marks ?? markRetention;
      parts = {
        commits: new Commits(space, {
          connection: this.#connection,
          key: this.#key,
          memory: this.#memory,
          retention,
        }),
        references: new SettleQueue(batch => this.#settleBatch(space, batch)),
      };
      this.#spaces.set(space, parts);
    }
    return parts;
  }

  /** Note the space's name before its first write; a space without a meta key does not count. */
  async #announce(space: string): Promise<void> {
    if (this.#announced.has(space)) return;
    await this.#connection.ask(client => client.sadd(spacesKey, [space]));
    this.#announced.add(space);
  }

  async load(space: string, keys: readonly RecordKey[]): Promise<StoredRecord[]> {
    return [...(await this.#of(space).commits.load(keys))];
  }

  recall(space: string, keys: readonly RecordKey[]): StoredRecord[] | undefined {
    return this.#of(space).commits.recall(keys);
  }

  async head(space: string): Promise<ChainMark> {
    return this.#of(space).commits.head();
  }

  async commit(space: string, commit: Commit): Promise<CommitResult> {
    const { commits } = this.#of(space);
    checkCommit(commit);
    await this.#announce(space);
    return commits.commit(commit);
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
    return this.#connection.ask(client =>
      options.reverse === true ? client.zrevrange(key, '0', last) : client.zrange(key, '0', last),
    );
  }

  async claim(
    space: string,
    now: number,
    limit: number,
    leaseMs: number,
    doors?: readonly string[],
  ): Promise<Lease[]> {
    checkSpace(space);
    if (limit <= 0 || doors?.length === 0) return [];
    const wanted = (doors ?? []).map(door => [door]);
    const args = [String(now), String(limit), String(leaseMs), nonce(), ...counted(wanted)];
    const reply = textsOf(await this.#run(scripts.claim, space, args));
    const leases = grouped(reply, 6).map(([id = '', lane = '', due, body = '', attempts, fence = '']) => ({
      item: { id, lane, due: Number(due), body },
      fence,
      attempts: Number(attempts),
    }));
    return genuine(this, this.#key, space, leases, this.#options.log);
  }

  async renew(space: string, leases: readonly Lease[], leaseMs: number): Promise<Renewal[]> {
    checkSpace(space);
    const held = leases.map(({ item, fence }) => [item.id, fence]);
    return textsOf(await this.#run(scripts.renew, space, [String(leaseMs), ...counted(held)])) as Renewal[];
  }

  async settle(space: string, settlements: readonly Settlement[]): Promise<boolean[]> {
    const { commits, references } = this.#of(space);
    return Promise.all(
      settlements.map(settlement => {
        const { remember } = settlement;
        return remember === undefined
          ? commits.settle(settlementCall(space, settlement))
          : references.add({ ...settlement, remember });
      }),
    );
  }

  async #settleBatch(space: string, settlements: readonly ReferenceSettlement[]): Promise<boolean[]> {
    const { commits } = this.#of(space);
    for (let tries = 0; tries < chainTries; tries += 1) {
      const keys: string[] = [];
      const groups: string[][] = [];
      for (const settlement of settlements) {
        const call = settlementCall(space, settlement);
        const { id, value } = settlement.remember;
        const change = await commits.overwrite(refKey(id), { value }, tries > 0);
        keys.push(...call.keys, recordRedisKey(space, recordName(refKey(id))));
        groups.push([...call.args, '1', ...change]);
      }
      const reply = textsOf(await this.#run(scripts.settle, space, counted(groups), keys));
      if (reply[0] === 'settled') return reply.slice(1).map(answer => answer === '1');
    }
    throw new StoreUnavailable(`references of ${space} are too busy`);
  }

  async announce(space: string): Promise<void> {
    checkSpace(space);
    await this.#connection.ask(client => client.publish(wakeChannel, space));
  }

  listen(heard: (space: string) => void): Promise<void> {
    return this.#connection.subscribe(wakeChannel, heard);
  }

  async tell(topic: Topic, text: string): Promise<void> {
    await this.#connection.ask(client => client.publish(topicChannels[topic], text));
  }

  hear(topic: Topic, heard: (text: string) => void): Promise<void> {
    return this.#connection.subscribe(topicChannels[topic], heard);
  }

  async itemsOf(space: string, ids: readonly string[]): Promise<Pick<OutboxItem, 'id' | 'body'>[]> {
    checkSpace(space);
    const reply = textsOf(await this.#run(scripts.itemsOf, space, counted(ids.map(id => [id]))));
    const items = grouped(reply, 2).map(([id = '', body = '']) => ({ id, body }));
    return genuineItems(this.#key, space, items);
  }

  async nextDue(space: string): Promise<number | null> {
    checkSpace(space);
    const reply = await this.#run(scripts.nextDue, space, []);
    return reply === null ? null : Number(reply);
  }

  async waiting(space: string): Promise<WaitingItem[]> {
    checkSpace(space);
    const items = await this.#connection.ask(client => client.hgetall(spaceKey(space, 'items')));
    return waitingIn(items);
  }

  async dead(space: string): Promise<DeadItem[]> {
    checkSpace(space);
    const reply = textsOf(await this.#run(scripts.dead, space, []));
    return grouped(reply, 6).map(([id = '', lane = '', due, body = '', attempts, error = '']) =>
      openedDead(this.#key, space, {
        item: { id, lane, due: Number(due), body },
        attempts: Number(attempts),
        error,
      }),
    );
  }

  async revive(space: string, id: string, due: number): Promise<boolean> {
    checkSpace(space);
    return (await this.#run(scripts.revive, space, [id, String(due)])) === 1;
  }

  async audit(space: string): Promise<StoredAudit[]> {
    checkSpace(space);
    const entries = await this.#connection.ask(client => client.lrange(spaceKey(space, 'audit'), 0, -1));
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
    const names = await this.#connection.ask(client => client.smembers(spacesKey));
    const there = await Promise.all(
      names.map(name => this.#connection.ask(client => client.exists(spaceKey(name, 'meta')))),
    );
    return names.filter((_, index) => there[index] === 1).sort();
  }

  /**
   * What was sent cannot be read any more once its owner has a new data key. The append-only file still has the old key,
   * wrapped: it is written anew in the background, where the user of this program may order that.
   */
  async scrub(space: string): Promise<void> {
    checkSpace(space);
    await this.#connection
      .ask(client => client.call('bgrewriteaof'))
      .catch((error: unknown) => {
        if (error instanceof StoreUnavailable) throw error;
        this.#options.log?.warn(
          { code: 'store:aof-not-rewritten' },
          'the append-only file was not rewritten',
        );
      });
  }

  async wipe(space: string): Promise<void> {
    checkSpace(space);
    await this.#run(scripts.wipe, space, []);
    this.#of(space).commits.forget();
  }

  async stats(space: string): ReturnType<Store['stats']> {
    checkSpace(space);
    const [records, items, dead, marks] = await Promise.all([
      this.#connection.ask(client => client.zcard(spaceKey(space, 'records'))),
      this.#connection.ask(client => client.hlen(spaceKey(space, 'items'))),
      this.#connection.ask(client => client.zcard(spaceKey(space, 'dead'))),
      this.#connection.ask(client => client.zcard(spaceKey(space, 'marks'))),
    ]);
    return { records, open: items - dead, dead, marks };
  }

  async *dump(space: string): AsyncGenerator<string> {
    checkSpace(space);
    yield* sealedDump(await this.#lines(space));
  }

  async restore(space: string, lines: AsyncIterable<string>): Promise<void> {
    checkSpace(space);
    const found = upgradedLines(this.#key, space, await readDump(space, lines));
    const { client } = this.#connection;
    if ((await this.#connection.ask(one => one.exists(...fixedKeys(space)))) > 0) {
      throw new Error(`${space} is not empty`);
    }
    await this.#announce(space);
    const restorer = new Restorer(space);
    for (let start = 0; start <= found.length; start += restoreBatch) {
      const pipe = client.pipeline();
      for (const line of found.slice(start, start + restoreBatch)) restorer.write(pipe, line);
      if (start + restoreBatch > found.length) restorer.finish(pipe);
      for (const [error] of (await pipe.exec()) ?? []) if (error !== null) throw withoutArguments(error);
    }
    this.#of(space).commits.forget();
  }

  async check(): Promise<StoreHealth> {
    const [facts, refused] = [await this.#connection.ask(gatherFacts), await this.#refusesWrites()];
    const judged = facts.map(fact => judgeRedis(fact, this.#options.durability ?? 'strict'));
    const emptied = this.#marked && facts.some(({ schema }) => schema === null) ? [emptiedIssue] : [];
    return {
      refusals: [
        ...refused,
        ...(await this.#underAnotherSecret(facts)),
        ...emptied,
        ...judged.flatMap(({ refusals }) => refusals),
      ],
      warnings: judged.flatMap(({ warnings }) => warnings),
    };
  }

  /** An early version sealed no marks; `mark` brings its data up to this one. */
  async #underAnotherSecret(facts: readonly RedisFacts[]): Promise<Issue[]> {
    if (this.#ours || facts.some(({ schema }) => Number(schema) < sealedSince)) return [];
    const spaces = await this.spaces();
    const trouble = await secretTrouble(this.#key, spaces, space => this.#sampleOf(space));
    this.#ours = trouble.length === 0 && spaces.length > 0;
    return trouble;
  }

  async #sampleOf(space: string): Promise<Sealed[]> {
    const first = (key: string): Promise<string[]> =>
      this.#connection.ask(one => one.zrange(key, '0', String(sampleSize - 1)));
    const events = await first(spaceKey(space, 'marks'));
    const names = await first(spaceKey(space, 'records'));
    const marks =
      events.length === 0
        ? []
        : await this.#connection.ask(one => one.hmget(spaceKey(space, 'mark'), ...events));
    const records = await Promise.all(
      names.map(name =>
        this.#connection.ask(one => one.hmget(recordRedisKey(space, name), 'revision', 'sum', 'seal')),
      ),
    );
    return [
      ...events.map((event, index) => ({ is: 'mark', event, ...readMark(marks[index] ?? '') }) as const),
      ...records.map(([revision, sum, seal], index) => {
        const key = recordKeyOf(names[index]!);
        return { is: 'record', key, revision: Number(revision), sum: sum ?? '', seal: seal ?? '' } as const;
      }),
    ];
  }

  /** Whether the server takes a write now: memory full, disk full and missing replicas all show here. */
  async #refusesWrites(): Promise<Issue[]> {
    try {
      await this.#connection.ask(client => client.set(probeKey, '1', 'EX', 60));
      return [];
    } catch (error) {
      const trouble = refusedByRedis(error);
      if (trouble === null) throw error;
      return [trouble];
    }
  }

  /**
   * Mark this Redis as ours, its data in this program's schema; from now on a missing mark means that somebody emptied
   * it. No process of an older version may be running.
   */
  async mark(): Promise<void> {
    const schema = Number((await this.#connection.ask(readSchema)) ?? schemaVersion);
    for (const space of schema < Number(schemaVersion) ? await this.spaces() : []) {
      if (schema < 2) await this.#run(scripts.upgrade, space, []);
      if (schema < sealedSince) await this.#sealAll(space);
    }
    await this.#connection.ask(writeSchema);
    this.#marked = true;
  }

  /** Give seals to items and marks that a version without them wrote. Harmless to repeat where it was cut off. */
  async #sealAll(space: string): Promise<void> {
    const lines = await this.#lines(space);
    const unsealed = lines.filter(line =>
      line.is === 'open' || line.is === 'dead'
        ? openedBody(this.#key, space, line) === null
        : line.is === 'mark' && openedReply(this.#key, space, line.event, line.hash, line.reply) === null,
    );
    for (let start = 0; start < unsealed.length; start += restoreBatch) {
      const pipe = this.#connection.client.pipeline();
      for (const line of unsealed.slice(start, start + restoreBatch)) sealLine(pipe, this.#key, space, line);
      for (const [error] of (await pipe.exec()) ?? []) if (error !== null) throw withoutArguments(error);
    }
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
