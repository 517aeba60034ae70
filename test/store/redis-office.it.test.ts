import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/port.ts';
import { aclRule } from '../../src/store/redis/acl.ts';
import { change, commitOf, committed, entry, fresh, item, session } from '../contracts/store/harness.ts';
import { freePort, RedisServer } from '../setup/redis.ts';

/** Everything the program does with a store, once. */
const useAll = async (store: Store): Promise<void> => {
  const space = fresh('space');
  const done = committed(
    await store.commit(
      space,
      commitOf({
        changes: [change(session, 0, { a: '1' })],
        indexes: [{ index: 'list', id: 'x', score: 1 }],
        outbox: [item('a'), item('b'), item('c', { lane: 'late', due: 90_000 })],
        audit: [entry('x')],
        leaseMs: 60_000,
      }),
    ),
  );
  const [lease] = done.leases;
  expect(await store.renew(space, [lease!], 60_000)).toEqual(['held']);
  await store.settle(space, [
    { lease: lease!, result: { kind: 'done', keep: true }, remember: { id: 'card', value: 'm1' } },
  ]);
  const [next] = await store.claim(space, 10_000, 5, 60_000);
  await store.settle(space, [{ lease: next!, result: { kind: 'dead', error: 'gone' } }]);
  expect(await store.dead(space)).toHaveLength(1);
  expect(await store.revive(space, 'b', 1_000)).toBe(true);
  await store.commit(space, commitOf({ cancel: ['b'], indexes: [{ index: 'list', id: 'x', score: null }] }));
  expect(await store.list(space, 'list', { reverse: true })).toEqual([]);
  expect(await store.waiting(space)).toHaveLength(1);
  expect((await store.itemsOf(space, ['a'])).map(({ id }) => id)).toEqual(['a']);
  expect(await store.nextDue(space)).toBe(90_000);
  expect((await store.load(space, [session]))[0]!.parts).toEqual({ a: '1' });
  expect(await store.audit(space)).toHaveLength(1);
  expect((await store.verify(space)).ok).toBe(true);
  expect(await store.stats(space)).toMatchObject({ open: 1 });
  await store.listen?.(() => {});
  await store.announce?.(space);
  const lines: string[] = [];
  for await (const line of store.dump(space)) lines.push(line);
  await store.wipe(space);
  await store.restore(space, Readable.from(lines));
  expect((await store.check?.())?.refusals).toEqual([]);
};

it('does all its work as a user with the rights that doctor --acl prints, and such a user can do nothing else', async () => {
  const server = await RedisServer.start();
  const admin = server.client();
  const [, ...rule] = aclRule('shenbao', 'a-long-password').split(' ');
  await admin.call('ACL', ...rule);
  const url = `redis://shenbao:a-long-password@127.0.0.1:${server.port}/0`;
  const store = await openStore(url);
  await useAll(store);
  for (const command of [
    ['FLUSHALL'],
    ['KEYS', '*'],
    ['CONFIG', 'SET', 'maxmemory', '0'],
    ['SHUTDOWN'],
    ['DEBUG', 'SLEEP', '0'],
  ])
    expect(await admin.call('ACL', 'DRYRUN', 'shenbao', ...command), command.join(' ')).toMatch(
      /no permissions/,
    );
  expect(await admin.call('ACL', 'DRYRUN', 'shenbao', 'GET', 'others')).toMatch(/no permissions/);
  await store.close();
  admin.disconnect();
  await server.stop();
});

it('finds the new primary by its Sentinel when the old one is killed, and has lost nothing', async () => {
  const primary = await RedisServer.start(['--repl-diskless-sync-delay', '0']);
  const replica = await RedisServer.start(['--replicaof', '127.0.0.1', String(primary.port)]);
  const dir = mkdtempSync(join(tmpdir(), 'shenbao-sentinel-'));
  const port = await freePort();
  writeFileSync(
    join(dir, 'sentinel.conf'),
    `port ${port}\nbind 127.0.0.1\ndir ${dir}\nsentinel monitor mymaster 127.0.0.1 ${primary.port} 1\nsentinel down-after-milliseconds mymaster 1000\nsentinel failover-timeout mymaster 5000\n`,
  );
  const sentinel = spawn(
    process.env.REDIS_SERVER ?? 'redis-server',
    [join(dir, 'sentinel.conf'), '--sentinel'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(async () => {
    const ended = once(sentinel, 'exit');
    sentinel.kill('SIGKILL');
    await ended;
    await Promise.all([primary.stop(), replica.stop()]);
    rmSync(dir, { recursive: true, force: true });
  });
  let log = '';
  // It has to know the replica before the primary is gone.
  await new Promise<void>(resolve =>
    sentinel.stdout.on('data', (piece: Buffer) => {
      log += piece.toString();
      if (log.includes('+slave')) resolve();
    }),
  );
  const admin = primary.client();
  const store = await openStore(`redis+sentinel://127.0.0.1:${port}/0?name=mymaster`);
  expect(store.description).toContain('Redis Sentinel mymaster');
  const space = fresh('space');
  committed(await store.commit(space, commitOf({ changes: [change(session, 0, { a: '1' })] })));
  // WAIT speaks of what its own connection wrote; what was written before that is at the replica as well.
  await admin.set('written-last', '1');
  expect(await admin.call('WAIT', '1', '0')).toBe(1);
  admin.disconnect();
  await primary.kill();
  const killed = performance.now();
  for (;;) {
    const result = await store
      .commit(space, commitOf({ eventId: 'after', changes: [change(session, 1, { a: '2' })] }))
      .catch(() => null);
    if (result) break;
  }
  process.stderr.write(`fail-over by Sentinel: ${Math.round(performance.now() - killed)} ms\n`);
  expect((await store.load(space, [session]))[0]).toMatchObject({ revision: 2, parts: { a: '2' } });
  await store.close();
});

it('speaks TLS where the address says so, and refuses a certificate nobody vouches for', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'shenbao-tls-'));
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-keyout',
      join(dir, 'key.pem'),
      '-out',
      join(dir, 'cert.pem'),
    ],
    { stdio: 'ignore' },
  );
  const tlsPort = await freePort();
  const server = await RedisServer.start([
    ...['--tls-port', String(tlsPort), '--tls-cert-file', join(dir, 'cert.pem')],
    ...[
      '--tls-key-file',
      join(dir, 'key.pem'),
      '--tls-auth-clients',
      'no',
      '--tls-ca-cert-file',
      join(dir, 'cert.pem'),
    ],
  ]);
  await expect(openStore(`rediss://127.0.0.1:${tlsPort}/0`)).rejects.toThrow(/self-signed|certificate/i);
  const script = `import { openStore } from './src/store/open.ts';
    const store = await openStore('rediss://127.0.0.1:${tlsPort}/0');
    console.log(store.description); await store.close();`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
    env: { ...process.env, NODE_EXTRA_CA_CERTS: join(dir, 'cert.pem') },
  });
  expect(said).toContain('(TLS)');
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});
