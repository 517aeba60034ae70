import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { headFrom } from '../../../src/commands/verify.ts';
import { headText } from '../../../src/model/audit.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/port.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { Office, testSecret } from './office.ts';

const EDITS = 1000;

let folder: string;
let path: string;
let space: string;
let store: Store;
let db: DatabaseSync;
let posted: string;
let printed: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shenbao-tampering-'));
  path = join(folder, 'shenbao.sqlite');
  const { pack } = await noticeAt(wanzhouFolder);
  space = pack.id;
  const office = await Office.open({
    pack,
    now: '2022-09-01',
    store: await openStore(path, { auditKey: testSecret }),
  });
  await office.bind('审', 'enterprise', 'reviewer');
  await office.bind('工作群', 'enterprise', 'contact', 'group');
  const { delivered } = await submitWanzhou(office);
  printed = /\d+:[0-9a-f]{64}/.exec(delivered.text('王'))?.[0] ?? '';
  await office.press('审', '初审通过');
  posted = /\d+:[0-9a-f]{64}/.exec((await office.at('2022-09-02 09:00')).text('工作群'))?.[0] ?? '';
  await office.close();
  store = await openStore(path, { auditKey: testSecret });
  db = new DatabaseSync(path);
});
afterAll(async () => {
  db.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const dice = (seed: number) => (limit: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
};

/** Another text of the same shape: one letter or digit changed, as a patient forger would. */
const changed = (text: string, roll: (limit: number) => number): string => {
  if (text === '') return 'x';
  const at = roll(text.length);
  const letter = text[at] === '7' ? '8' : '7';
  return `${text.slice(0, at)}${letter}${text.slice(at + 1)}`;
};

interface Place {
  readonly table: string;
  readonly column: string;
}

const places: readonly Place[] = [
  { table: 'part', column: 'value' },
  { table: 'part', column: 'value' },
  { table: 'part', column: 'name' },
  { table: 'part', column: 'seal' },
  { table: 'record', column: 'revision' },
  { table: 'record', column: 'sum' },
  { table: 'record', column: 'seal' },
  { table: 'audit', column: 'text' },
  { table: 'audit', column: 'text' },
  { table: 'audit', column: 'mac' },
];

type Row = Record<string, string | number>;

const insert = (table: string, row: Row): void => {
  const names = Object.keys(row);
  const marks = names.map(() => '?').join(', ');
  db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`).run(...Object.values(row));
};

const remove = (table: string, row: Row): void => {
  const where = Object.keys(row)
    .map(name => `${name} = ?`)
    .join(' AND ');
  db.prepare(`DELETE FROM ${table} WHERE ${where}`).run(...Object.values(row));
};

/** One edit by somebody who holds the database file; gives the way back. */
const edit = (roll: (limit: number) => number): (() => void) => {
  const { table, column } = places[roll(places.length)]!;
  const rows = db.prepare(`SELECT * FROM ${table} WHERE space = ?`).all(space) as Row[];
  const row = { ...rows[roll(rows.length)]! };
  remove(table, row);
  if (roll(5) === 0) return () => insert(table, row);
  const before = row[column]!;
  const after = typeof before === 'number' ? before + 1 + roll(5) : changed(before, roll);
  const forged = { ...row, [column]: after };
  insert(table, forged);
  return () => {
    remove(table, forged);
    insert(table, row);
  };
};

describe('verify', () => {
  it('finds nothing where nothing was changed, and knows the heads that were given out', async () => {
    for (const head of [printed, posted]) {
      const remembered = headFrom(head);
      expect(remembered.ok).toBe(true);
      if (remembered.ok)
        expect(await store.verify(space, remembered.value)).toMatchObject({ ok: true, findings: [] });
    }
    const { length, head } = await store.verify(space);
    expect(headText({ length, head })).toBe(posted);
  });

  it(`finds each of ${EDITS} edits of records and audit entries`, async () => {
    const roll = dice(3);
    db.exec('PRAGMA foreign_keys = OFF');
    const missed: number[] = [];
    for (let count = 0; count < EDITS; count += 1) {
      const undo = edit(roll);
      const report = await store.verify(space);
      if (report.ok || report.findings.length === 0) missed.push(count);
      undo();
    }
    expect(missed).toEqual([]);
    expect((await store.verify(space)).ok).toBe(true);
  });

  it('finds a tail that was cut off together with the store’s own mark, by the posted head', async () => {
    const last = db
      .prepare('SELECT rowid AS place, * FROM audit WHERE space = ? ORDER BY sequence DESC LIMIT 1')
      .get(space)!;
    const before = db
      .prepare('SELECT mac FROM audit WHERE space = ? AND sequence = ?')
      .get(space, Number(last.sequence) - 1)!;
    const kept = db.prepare('SELECT head, length FROM space WHERE space = ?').get(space)!;
    db.prepare('DELETE FROM audit WHERE rowid = ?').run(last.place!);
    db.prepare('UPDATE space SET head = ?, length = length - 1 WHERE space = ?').run(before.mac!, space);
    const remembered = headFrom(posted);
    const alone = await store.verify(space);
    const known = remembered.ok ? await store.verify(space, remembered.value) : alone;
    db.prepare('INSERT INTO audit (space, sequence, text, mac) VALUES (?, ?, ?, ?)').run(
      space,
      last.sequence!,
      last.text!,
      last.mac!,
    );
    db.prepare('UPDATE space SET head = ?, length = ? WHERE space = ?').run(kept.head!, kept.length!, space);
    // The store's own row is under the key; the witness outside says how much is missing.
    expect(alone.ok).toBe(false);
    expect(known.ok).toBe(false);
    expect(known.findings.join()).toContain(`缺第${last.sequence}条`);
  });
});
