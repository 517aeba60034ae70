import { describe, expect, it } from 'vitest';
import { judgeRedis, type RedisFacts } from '../../src/store/redis/start-checks.ts';

const sound = {
  info: {
    redis_version: '7.0.15',
    role: 'master',
    loading: '0',
    aof_enabled: '1',
    aof_last_write_status: 'ok',
    maxmemory: '1000',
    used_memory: '100',
    connected_slaves: '0',
  },
  config: {
    appendonly: 'yes',
    appendfsync: 'always',
    'no-appendfsync-on-rewrite': 'no',
    'maxmemory-policy': 'noeviction',
    'min-replicas-to-write': '0',
  } as Record<string, string> | null,
  clock: 0,
  schema: null as string | null,
};

const facts = (change: Partial<{ [K in keyof typeof sound]: unknown }>): RedisFacts => {
  const config = change.config === null ? null : { ...sound.config, ...(change.config as object) };
  return {
    node: '127.0.0.1:6379',
    info: new Map(Object.entries({ ...sound.info, ...(change.info as object) })),
    config: config === null ? null : new Map(Object.entries(config)),
    clockDifferenceMs: (change.clock as number | undefined) ?? 0,
    schema: (change.schema as string | null | undefined) ?? null,
  };
};

/** code, change, and whether `durability: relaxed` accepts it */
const refused: readonly (readonly [string, Parameters<typeof facts>[0], boolean])[] = [
  ['store:redis-too-old', { info: { redis_version: '6.2.14' } }, false],
  ['store:not-master', { info: { role: 'slave' } }, false],
  ['store:loading', { info: { loading: '1' } }, false],
  ['store:schema', { schema: '99' }, false],
  ['store:clock', { clock: 61_000 }, false],
  ['store:clock', { clock: -61_000 }, false],
  ['store:eviction', { config: { 'maxmemory-policy': 'allkeys-lru' } }, false],
  ['store:eviction', { config: { 'maxmemory-policy': 'volatile-ttl' } }, false],
  ['store:aof-off', { info: { aof_enabled: '0' } }, true],
  ['store:aof-write-failed', { info: { aof_last_write_status: 'err' } }, true],
  ['store:appendfsync', { config: { appendfsync: 'everysec' } }, true],
  ['store:appendfsync', { config: { appendfsync: 'no' } }, true],
  ['store:no-fsync-on-rewrite', { config: { 'no-appendfsync-on-rewrite': 'yes' } }, true],
  ['store:config-hidden', { config: null, info: { maxmemory_policy: 'noeviction' } }, true],
];

const warned: readonly (readonly [string, Parameters<typeof facts>[0]])[] = [
  ['store:clock', { clock: 6_000 }],
  ['store:memory', { info: { used_memory: '850' } }],
  ['store:replicas', { info: { connected_slaves: '1' } }],
];

describe('start checks of a Redis server', () => {
  it('finds nothing wrong with the settings that the product ships', () => {
    expect(judgeRedis(facts({ schema: '2' }), 'strict')).toEqual({ refusals: [], warnings: [] });
  });

  it.each(refused)('refuses %s %j', (code, change) => {
    const { refusals } = judgeRedis(facts(change), 'strict');
    expect(refusals.map(issue => issue.code)).toEqual([code]);
    expect(refusals[0]!.message).toContain('127.0.0.1:6379');
    expect(refusals[0]!.hint).toMatch(/请/u);
  });

  it.each(refused)('when relaxed: %s %j', (code, change, accepted) => {
    const { refusals, warnings } = judgeRedis(facts(change), 'relaxed');
    expect((accepted ? warnings : refusals).map(issue => issue.code)).toEqual([code]);
    expect(accepted ? refusals : warnings).toEqual([]);
  });

  it.each(warned)('warns of %s %j', (code, change) => {
    const { refusals, warnings } = judgeRedis(facts(change), 'strict');
    expect(refusals).toEqual([]);
    expect(warnings.map(issue => issue.code)).toEqual([code]);
  });
});
