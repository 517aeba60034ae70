import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import {
  applicationKey,
  changeOf,
  readApplication,
  readSession,
  sessionKey,
} from '../../src/host/records.ts';
import { caseListing, draftListing } from '../../src/host/retention-lists.ts';
import { applicationLists } from '../../src/model/application-lists.ts';
import type { AuditEntry } from '../../src/model/audit.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import type { Session } from '../../src/model/session.ts';
import { deploymentSecret } from '../../src/settings.ts';
import { openStore } from '../../src/store/open.ts';
import { commitWith, type RecordChange, type RecordKey, type Store } from '../../src/store/port.ts';
import { beginWanzhou, submitWanzhou } from '../engine/review/applicants.ts';
import { Office } from '../engine/review/office.ts';
import { RedisServer } from '../setup/redis.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { startHouse } from '../web/real-house.ts';

// npm run bench:years [-- --part size|retention|growth|redis --applications 2000]: what years of use cost. `size`: a store of 10,000
// sessions and 5,000 cases, how long `start` and `export` take on it. `growth`, `redis`: a year of applications on a
// simulated clock, each filled in, submitted and decided in a real house; what lies in the store then.

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'all' },
    applications: { type: 'string', default: '2000' },
    sessions: { type: 'string', default: '10000' },
    cases: { type: 'string', default: '5000' },
  },
});
const wanted = (part: string): boolean => values.part === 'all' || values.part === part;
const report = (what: string, figures: Record<string, number | string>): void => {
  process.stdout.write(`${JSON.stringify({ what, ...figures, load: loadavg()[0]!.toFixed(1) })}\n`);
};
const mb = (bytes: number): number => Math.round(bytes / 1e4) / 100;
const seconds = (since: number): number => Math.round(performance.now() - since) / 1000;
process.stdout.write(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model}\n`);

const { pack: original } = await noticeAt(wanzhouFolder);
/** The same notice, open all year. */
const pack: Pack = {
  ...original,
  manifest: {
    ...original.manifest,
    window: { ...original.manifest.window, opens: '2022-01-01', closes: '2022-12-31' },
  },
};

/** Commits of so many records each, while a store is filled. */
const AT_ONCE = 50;

/** One submitted and decided case and one conversation in the middle of the form, copied as often as it takes. */
const fill = async (store: Store, sessions: number, cases: number, old = false): Promise<void> => {
  const office = await Office.open({ pack: original, now: '2022-09-01' });
  await office.bind('审', 'enterprise', 'reviewer');
  const { number } = await submitWanzhou(office, '甲');
  await office.say('审', `不通过 ${number} 理由`);
  await beginWanzhou(office, '乙');
  for (const line of ['同意', '三峡在填科技有限公司', '企业', '万州区天城大道1号'])
    await office.say('乙', line);
  const [of, mid, decided] = await office.house.store.load(original.id, [
    sessionKey('desk:甲'),
    sessionKey('desk:乙'),
    applicationKey(number),
  ]);
  const at = Date.now();
  const recent = (session: Session): Session =>
    old
      ? session
      : {
          ...session,
          answers: Object.fromEntries(
            Object.entries(session.answers).map(([id, answer]) => [id, { ...answer, at }]),
          ),
          consent: session.consent && { ...session.consent, at },
        };
  // Of today, so that retention leaves it alone.
  const [submitted, open] = [recent(readSession(of!)!), recent(readSession(mid!)!)];
  const given = readApplication(decided!)!;
  const application = {
    ...given,
    snapshots: given.snapshots.map(snapshot => ({ ...snapshot, at: old ? snapshot.at : at })),
    decisions: given.decisions.map(decision => ({ ...decision, at: old ? decision.at : at })),
  };
  const trail = (await office.house.store.audit(original.id)).flatMap(({ entry }) =>
    entry.subject === number ? [entry] : [],
  );
  const blank = (key: RecordKey) => ({ key, revision: 0, parts: {} });
  // As in every store that began with this version: the lists of what falls due are complete.
  const lists = { key: { kind: 'upkeep', id: 'retention-lists' }, expect: 0, set: { at: '0' }, remove: [] };
  await store.commit(original.id, commitWith('listed', 'listed', 0, { changes: [lists] }));
  for (let from = 0; from < sessions; from += AT_ONCE) {
    const changes: RecordChange[] = [];
    const indexes: ReturnType<typeof draftListing> = [];
    const audit: AuditEntry[] = [];
    for (let one = from; one < Math.min(from + AT_ONCE, sessions); one += 1) {
      const id = `desk:单位${one}`;
      const address = { ...submitted.address, chat: `单位${one}` };
      const [session, name] = one < cases ? [submitted, `WZ22-${10000 + one}-X`] : [open, null];
      const copy = { ...session, id, address, actor: id, application: name };
      changes.push(changeOf(blank(sessionKey(id)), copy)!);
      indexes.push(...draftListing(copy, null));
      if (name === null) continue;
      const each = { ...application, number: name, session: id, applicant: { actor: id, address } };
      changes.push(changeOf(blank(applicationKey(name)), each)!);
      indexes.push(...applicationLists(each), caseListing(each));
      audit.push(...trail.map(entry => ({ ...entry, subject: name, event: `${entry.event}:${one}` })));
    }
    await store.commit(
      original.id,
      commitWith(`fill:${from}`, `fill:${from}`, 0, { changes, indexes, audit }),
    );
  }
  await office.close();
};

/** Run a command to its end; seconds, and the most memory it had, in MB. */
const command = async (args: readonly string[], dataDir: string): Promise<Record<string, number>> => {
  const program = new URL('../../src/shenbao.mjs', import.meta.url).pathname;
  const began = performance.now();
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, SHENBAO_DATA: dataDir, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peak = 0;
  let bytes = 0;
  child.stdout.on('data', (piece: Buffer) => {
    bytes += piece.length;
  });
  const look = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }, 50);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(look);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return { seconds: seconds(began), peakMB: Math.round(peak / 1024), outMB: mb(bytes) };
};

/** The longest somebody waits for the plainest answer, in milliseconds, within so many. */
const slowest = async (url: string, during: number): Promise<number> => {
  let most = 0;
  for (const until = performance.now() + during; performance.now() < until; ) {
    const asked = performance.now();
    await fetch(`${url}/healthz`);
    most = Math.max(most, performance.now() - asked);
  }
  return Math.round(most);
};

const folder = mkdtempSync(join(tmpdir(), 'shenbao-years-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

if (wanted('size')) {
  const dataDir = join(folder, 'size');
  await mkdir(dataDir);
  const secret = await deploymentSecret({ secret: null, dataDir });
  const file = join(dataDir, 'shenbao.sqlite');
  const store = await openStore(file, { auditKey: secret });
  const began = performance.now();
  await fill(store, Number(values.sessions), Number(values.cases));
  await store.close();
  report('filled', { seconds: seconds(began), fileMB: mb(statSync(file).size) });
  for (let round = 0; round < 3; round += 1) {
    const before = performance.now();
    const fresh = await startHouse(join(folder, `empty-${round}`));
    await fetch(`${fresh.url}/readyz`);
    report('start on an empty store', { seconds: seconds(before) });
    await fresh.stop();
    const started = performance.now();
    const house = await startHouse(dataDir);
    const ready = await fetch(`${house.url}/readyz`);
    report('start', { ready: ready.status, seconds: seconds(started) });
    report('slowest answer in the four seconds after', { ms: await slowest(house.url, 4000) });
    await house.stop();
  }
  report('export --json', await command(['export', '--json'], dataDir));
  report('export --xlsx', await command(['export', '--xlsx', join(folder, 'cases.xlsx')], dataDir));
  report('stats', await command(['stats'], dataDir));
  report('verify', await command(['verify'], dataDir));
  report('backup', await command(['backup', join(folder, 'size.backup')], dataDir));
}

if (wanted('retention')) {
  const dataDir = join(folder, 'retention');
  await mkdir(dataDir);
  const secret = await deploymentSecret({ secret: null, dataDir });
  const store = await openStore(join(dataDir, 'shenbao.sqlite'), { auditKey: secret });
  await fill(store, Number(values.sessions) / 10, Number(values.cases) / 10, true);
  await store.close();
  const house = await startHouse(dataDir);
  const slowestMs = await slowest(house.url, 8000);
  await house.stop();
  const after = await openStore(join(dataDir, 'shenbao.sqlite'), { auditKey: secret });
  report('everything is over on one day', {
    sessions: Number(values.sessions) / 10,
    slowestMs,
    erasedIn8s: (await after.audit(original.id)).filter(({ entry }) => entry.action.startsWith('retention.'))
      .length,
  });
  await after.close();
}

/** A year of applications spread over its days; `look` after each quarter. */
const year = async (
  store: Store,
  many: number,
  clock: { now: number },
  look: (applied: number) => Promise<void>,
) => {
  const office = await Office.open({ pack, now: '2022-01-01', store, folder: join(folder, 'year') });
  await office.bind('审', 'enterprise', 'reviewer');
  const began = performance.now();
  for (let applied = 1; applied <= many; applied += 1) {
    const day = new Date(Date.UTC(2022, 0, 1) + Math.floor((applied * 364) / many) * 86_400_000);
    await office.at(`${day.toISOString().slice(0, 10)} 10:00`);
    clock.now = office.now;
    const { number } = await submitWanzhou(office, `单位${applied}`);
    await office.say('审', `不通过 ${number} 理由`);
    if (applied % Math.ceil(many / 4) === 0 || applied === many) await look(applied);
  }
  report('played', { applications: many, seconds: seconds(began) });
  await office.house.close();
};

/** Only the count bounds the marks at this pace: fewer than 10,000 messages come in eight days. */
const marks = { ageMs: 0, count: 10_000 };
const secret = Buffer.alloc(32, 7);
const many = Number(values.applications);

if (wanted('growth')) {
  await mkdir(join(folder, 'year'));
  const file = join(folder, 'year', 'shenbao.sqlite');
  const clock = { now: Date.UTC(2022, 0, 1) };
  const store = await openStore(file, { auditKey: secret, marks, clock: () => clock.now });
  await year(store, many, clock, async applied => {
    const [db, wal] = [statSync(file).size, statSync(`${file}-wal`).size];
    report('SQLite', {
      applications: applied,
      fileMB: mb(db),
      walMB: mb(wal),
      bytesAnApplication: Math.round(db / applied),
    });
  });
  const db = new DatabaseSync(file);
  const tables = db
    .prepare('SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name ORDER BY bytes DESC')
    .all();
  for (const { name, bytes } of tables)
    if (Number(bytes) > 100_000)
      report(`  ${name}`, { MB: mb(Number(bytes)), bytesAnApplication: Math.round(Number(bytes) / many) });
  const free = db.prepare('PRAGMA freelist_count').get() as { freelist_count: number };
  report('free pages', { pages: free.freelist_count });
  db.close();
  const began = performance.now();
  const vacuumed = new DatabaseSync(file);
  vacuumed.exec('VACUUM');
  vacuumed.close();
  report('vacuumed by hand', { seconds: seconds(began), fileMB: mb(statSync(file).size) });
}

if (wanted('redis')) {
  const server = await RedisServer.start();
  const client = server.client();
  const info = async (section: string, name: string): Promise<number> =>
    Number(new RegExp(`${name}:(\\d+)`).exec(await client.info(section))?.[1]);
  const empty = await info('memory', 'used_memory');
  const store = await openStore(`${server.url}/0`, { auditKey: secret, marks });
  await year(store, many, { now: 0 }, async applied => {
    const memory = (await info('memory', 'used_memory')) - empty;
    const aof = await info('persistence', 'aof_current_size');
    report('Redis', {
      applications: applied,
      memoryMB: mb(memory),
      bytesAnApplication: Math.round(memory / applied),
      aofMB: mb(aof),
    });
  });
  await client.bgrewriteaof();
  while (
    (await info('persistence', 'aof_rewrite_in_progress')) +
      (await info('persistence', 'aof_rewrite_scheduled')) >
    0
  )
    await new Promise(resolve => setTimeout(resolve, 100));
  const aof = await info('persistence', 'aof_current_size');
  report('AOF rewritten', { MB: mb(aof), bytesAnApplication: Math.round(aof / many) });
  client.disconnect();
  await server.stop();
}
