import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { commitWith, type Store } from '../../src/store/port.ts';
import { submitWanzhou } from '../engine/review/applicants.ts';
import { Office, testSecret } from '../engine/review/office.ts';
import { space as held, openMemory, processOn } from '../host/dispatch-harness.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

/** Somebody writes the store without the deployment's secret: moves what is sealed about, instead of making it up. */

let folder: string;
let space: string;
let mine: string;
let others: string;
/** The file as it was before the last acts. */
const early = () => join(folder, 'early.sqlite');
const now = () => join(folder, 'now.sqlite');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shenbao-forgery-'));
  const { pack } = await noticeAt(wanzhouFolder);
  space = pack.id;
  const open = async (moment: string, events: string) =>
    Office.open({
      pack,
      now: moment,
      events,
      folder: join(folder, 'office'),
      store: await openStore(now(), { auditKey: testSecret }),
    });
  const office = await open('2022-09-01', 'first');
  await office.bind('审', 'enterprise', 'reviewer');
  ({ number: mine } = await submitWanzhou(office, '王'));
  ({ number: others } = await submitWanzhou(office, '周'));
  await office.house.close();
  cpSync(now(), early());
  const later = await open('2022-09-01 10:00', 'second');
  await later.say('审', `不通过 ${mine} 材料不实`);
  await later.house.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Forge = (db: DatabaseSync, old: DatabaseSync) => void;
let copies = 0;
/** What `verify` finds of a copy that was changed so. */
const findings = async (forge: Forge): Promise<readonly string[]> => {
  copies += 1;
  const path = join(folder, `copy-${copies}.sqlite`);
  cpSync(now(), path);
  const db = new DatabaseSync(path);
  const old = new DatabaseSync(early(), { readOnly: true });
  const before = db.prepare('SELECT total_changes() AS n').get() as { n: number };
  forge(db, old);
  const after = db.prepare('SELECT total_changes() AS n').get() as { n: number };
  db.close();
  old.close();
  const store = await openStore(path, { auditKey: testSecret });
  const report = await store.verify(space);
  await store.close();
  if (forge !== untouched && after.n === before.n) throw new Error('the forgery changed nothing');
  return report.findings;
};

const untouched: Forge = () => {};
const swap = (db: DatabaseSync, kind: string, name: string, one: string, other: string): void => {
  const read = db.prepare(
    'SELECT value, seal FROM part WHERE space = ? AND kind = ? AND id = ? AND name = ?',
  );
  const write = db.prepare(
    'UPDATE part SET value = ?, seal = ? WHERE space = ? AND kind = ? AND id = ? AND name = ?',
  );
  type Part = { value: string; seal: string };
  const [a, b] = [read.get(space, kind, one, name) as Part, read.get(space, kind, other, name) as Part];
  write.run(b.value, b.seal, space, kind, one, name);
  write.run(a.value, a.seal, space, kind, other, name);
};

const forgeries: Readonly<Record<string, Forge>> = {
  'ciphertexts of two applications are exchanged': db => swap(db, 'application', 'snapshots', mine, others),
  'so are their applicants': db => swap(db, 'application', 'applicant', mine, others),
  'and the conversations of two people': db => {
    const ids = db
      .prepare("SELECT id FROM record WHERE kind = 'session' AND space = ? LIMIT 3")
      .all(space) as {
      id: string;
    }[];
    const [one, other] = ids.filter(({ id }) => id.includes('王') || id.includes('周'));
    const parts = db
      .prepare("SELECT name FROM part WHERE kind = 'session' AND space = ? AND id = ?")
      .all(space, one!.id) as { name: string }[];
    swap(db, 'session', parts[0]!.name, one!.id, other!.id);
  },
  'one part alone is set back to what it was': (db, old) => {
    const part = old
      .prepare("SELECT value, seal FROM part WHERE kind = 'application' AND id = ? AND name = 'status'")
      .get(mine) as { value: string; seal: string };
    db.prepare(
      "UPDATE part SET value = ?, seal = ? WHERE kind = 'application' AND id = ? AND name = 'status'",
    ).run(part.value, part.seal, mine);
  },
  'a whole record is, with its row': (db, old) => {
    for (const table of ['record', 'part']) {
      db.prepare(`DELETE FROM ${table} WHERE kind = 'application' AND id = ?`).run(mine);
      for (const row of old
        .prepare(`SELECT * FROM ${table} WHERE kind = 'application' AND id = ?`)
        .all(mine)) {
        const values = Object.values(row) as string[];
        db.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join()})`).run(...values);
      }
    }
  },
  'one list is set back': (db, old) => {
    db.prepare('DELETE FROM listing').run();
    for (const row of old.prepare('SELECT * FROM listing').all()) {
      const values = Object.values(row) as string[];
      db.prepare('INSERT INTO listing VALUES (?, ?, ?, ?)').run(...values);
    }
  },
  'an application gets another number': db => {
    for (const table of ['record', 'part'])
      db.prepare(`UPDATE ${table} SET id = 'WZ22-0099-X' WHERE kind = 'application' AND id = ?`).run(others);
  },
  'a conversation becomes an application': db => {
    for (const table of ['record', 'part'])
      db.prepare(`UPDATE ${table} SET kind = 'ticket' WHERE kind = 'application' AND id = ?`).run(others);
  },
  'a record of a rehearsal stands in the real space': db => {
    for (const table of ['record', 'part'])
      db.prepare(`UPDATE ${table} SET id = id || 'x' WHERE kind = 'session' AND id LIKE '%周%'`).run();
  },
  'the answers kept with two marks are exchanged': db => {
    const [one, other] = db.prepare("SELECT event, reply FROM mark WHERE reply <> '' LIMIT 2").all() as {
      event: string;
      reply: string;
    }[];
    db.prepare('UPDATE mark SET reply = ? WHERE event = ?').run(other!.reply, one!.event);
    db.prepare('UPDATE mark SET reply = ? WHERE event = ?').run(one!.reply, other!.event);
  },
  'a mark is gone, so that an event counts again': db => {
    db.prepare('DELETE FROM mark WHERE event = (SELECT min(event) FROM mark)').run();
  },
  'a timer bears another name': db => {
    db.prepare("UPDATE outbox SET id = id || 'x'").run();
  },
  'entries of the audit trail change places': db => {
    db.exec(
      'UPDATE audit SET sequence = -1 WHERE sequence = 1; UPDATE audit SET sequence = 1 WHERE sequence = 2; UPDATE audit SET sequence = 2 WHERE sequence = -1',
    );
  },
  'the head of the chain is an older one': (db, old) => {
    const { head, length } = old.prepare('SELECT head, length FROM space WHERE space = ?').get(space) as {
      head: string;
      length: number;
    };
    db.prepare('UPDATE space SET head = ?, length = ? WHERE space = ?').run(head, length, space);
  },
};

describe('what is written without the secret', () => {
  it('is nothing in the store as it is', async () => {
    expect(await findings(untouched)).toEqual([]);
  });

  it.each(Object.entries(forgeries))('is found when %s', async (_name, forge) => {
    expect(await findings(forge)).not.toEqual([]);
  });

  it('deletes nobody else’s data when a deletion is moved to another’s lane', async () => {
    const store = await openMemory();
    const scrubbed: string[] = [];
    const watched: Store = Object.assign(store, {
      scrub: async (_space: string, _matches: unknown, key: { readonly id: string }) => {
        scrubbed.push(key.id);
      },
    });
    const { dispatch } = processOn(watched, []);
    const chat = { channel: 'desk', kind: 'private' } as const;
    const lanes = [
      ['own', 'forget:desk:王'],
      ['group', 'forget:desk:王:desk:甲'],
      ['another', 'forget:desk:周'],
      ['longer', 'forget:desk:王二'],
    ];
    const outbox = lanes.map(([id, lane]) => ({
      id: id!,
      lane: lane!,
      due: 0,
      body: JSON.stringify({ kind: 'forget', address: { ...chat, chat: '王' }, files: [] }),
    }));
    await store.commit(held.name, commitWith('deletions', 'x', 0, { outbox }));
    await dispatch.pump(held);
    await dispatch.settled();
    expect(scrubbed.toSorted()).toEqual(['desk:王', 'desk:王:desk:甲']);
    await store.close();
  });
});
