import { type ChildProcess, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { issueGrants } from '../../../src/engine/review/grants.ts';
import { applicationKey, changeOf, readApplication } from '../../../src/host/records.ts';
import { type Application, decidedActs } from '../../../src/model/application.ts';
import type { Event } from '../../../src/model/event.ts';
import { openStore } from '../../../src/store/open.ts';
import { compileCache } from '../../support/compile-cache.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { Office, testSecret } from './office.ts';

/** right: the product. blind: commits over a conflict instead of computing again. */
export type Variant = 'right' | 'blind';

export interface RaceReport {
  readonly races: number;
  /** Cases without exactly one decision in the record, or exactly one in the audit trail. */
  readonly wrong: number;
  /** Presses that were told somebody else was first. */
  readonly second: number;
  readonly ms: number;
}

/** Races under way at a time. */
const AT_ONCE = 24;

const startWorker = async (url: string, variant: Variant): Promise<ChildProcess> => {
  const worker = fork(fileURLToPath(new URL('./race-worker.ts', import.meta.url)), [url, variant], {
    env: { ...process.env, ...compileCache },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await once(worker, 'message');
  return worker;
};

/** Ask a worker to take an event; resolves when it has been committed or refused. */
const asker = (worker: ChildProcess) => {
  const waiting = new Map<string, (text: string) => void>();
  worker.on('message', (answer: { id: string; text: string }) => {
    waiting.get(answer.id)?.(answer.text);
    waiting.delete(answer.id);
  });
  return (event: Event): Promise<string> =>
    new Promise(resolve => {
      waiting.set(event.id, resolve);
      worker.send(event);
    });
};

const numberOf = (index: number): string => `WZ22-${String(index + 1).padStart(6, '0')}-A`;

/** Copies of one submitted case, each with its own number and buttons. */
const prepare = async (url: string, races: number): Promise<Application[]> => {
  const { pack } = await noticeAt(wanzhouFolder);
  const store = await openStore(url, { auditKey: testSecret, durability: 'relaxed' });
  const office = await Office.open({ pack, now: '2022-09-01', store });
  await office.bind('审', 'enterprise', 'reviewer');
  await office.bind('核', 'enterprise', 'reviewer');
  const { number } = await submitWanzhou(office);
  const one = await office.application(number);
  const roster = await office.roster();
  const cases: Application[] = [];
  for (let index = 0; index < races; index += 1) {
    const context = {
      pack,
      now: { ms: office.now, date: '2022-09-01', time: '09:00' },
      mint: (purpose: string) =>
        createHash('sha256').update(`${index} ${purpose}`).digest('hex').slice(0, 16),
      ask: () => {
        throw new Error('nothing is asked');
      },
      reading: () => ({ kind: 'other' as const }),
      rehearsal: false,
      notices: [],
      policies: [],
    };
    const copy = issueGrants(context, roster, { ...one, number: numberOf(index) });
    cases.push(copy);
    await store.commit(pack.id, {
      eventId: `prepare:${index}`,
      bodyHash: 'prepare',
      reply: '',
      changes: [changeOf({ key: applicationKey(copy.number), revision: 0, parts: {} }, copy)!],
      expectations: [],
      indexes: [],
      outbox: [],
      cancel: [],
      audit: [],
      at: office.now,
      leaseMs: 0,
    });
  }
  await office.close();
  return cases;
};

const eventOf = (who: string, id: string, at: number, body: Event['body']): Event => ({
  id,
  at,
  address: { channel: 'desk', chat: who, kind: 'private' },
  actor: { id: `desk:${who}` },
  body,
});

/** Two opposite presses on each case, from two of the processes at the same moment. */
export const raceDecisions = async (
  url: string,
  races: number,
  variant: Variant,
  processes = 4,
): Promise<RaceReport> => {
  const cases = await prepare(url, races);
  const workers = await Promise.all(Array.from({ length: processes }, () => startWorker(url, variant)));
  const ask = workers.map(asker);
  const started = performance.now();
  let second = 0;
  const race = async (application: Application, index: number): Promise<void> => {
    const { number, grants, snapshots } = application;
    const pass = Object.values(grants).find(
      ({ verb, actors }) => verb === 'pass' && actors.includes('desk:审'),
    )!;
    const at = snapshots[0]!.at + 1000;
    const answers = await Promise.all([
      ask[index % processes]!(eventOf('审', `pass:${index}`, at, { kind: 'press', token: pass.token })),
      ask[(index + 1 + (index % (processes - 1))) % processes]!(
        eventOf('核', `reject:${index}`, at, { kind: 'text', text: `不通过 ${number} 材料不实` }),
      ),
    ]);
    const failed = answers.find(text => text.startsWith('error'));
    if (failed) throw new Error(failed);
    second += answers.filter(text => text.includes('情况已有变化')).length;
  };
  for (let start = 0; start < cases.length; start += AT_ONCE) {
    await Promise.all(
      cases.slice(start, start + AT_ONCE).map((application, offset) => race(application, start + offset)),
    );
  }
  const ms = performance.now() - started;
  for (const worker of workers) {
    worker.disconnect();
    await once(worker, 'exit');
  }
  const store = await openStore(url, { auditKey: testSecret, durability: 'relaxed' });
  const { pack } = await noticeAt(wanzhouFolder);
  const audited = new Map<string, number>();
  for (const { entry } of await store.audit(pack.id)) {
    if (entry.action === 'application.pass' || entry.action === 'application.reject')
      audited.set(entry.subject, (audited.get(entry.subject) ?? 0) + 1);
  }
  const records = await store.load(
    pack.id,
    cases.map(({ number }) => applicationKey(number)),
  );
  const wrong = records.filter(record => {
    const application = readApplication(record)!;
    return decidedActs(application).length !== 1 || audited.get(application.number) !== 1;
  }).length;
  await store.close();
  return { races, wrong, second, ms };
};
