import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { SqliteStore } from '../../src/store/sqlite/store.ts';
import { change, commitOf, entry } from '../contracts/store/harness.ts';
import { seeded } from '../faults/random.ts';

const folder = mkdtempSync(join(tmpdir(), 'shenbao-tamper-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const space = 'wanzhou-2022';

/** What the seals and the chain answer for: tables with their columns. */
const covered: Readonly<Record<string, readonly string[]>> = {
  record: ['kind', 'id', 'revision', 'sum', 'seal'],
  part: ['kind', 'id', 'name', 'value', 'seal'],
  audit: ['sequence', 'text', 'mac'],
  space: ['head', 'length', 'register'],
};

type Row = Record<string, SQLInputValue>;

/** A value that differs in one place: one character, or one more. */
const edited = (value: SQLInputValue, random: () => number): SQLInputValue => {
  if (typeof value === 'number') return value + 1;
  const text = String(value);
  if (text === '') return 'x';
  const at = Math.floor(random() * text.length);
  const other = text[at] === '0' ? '1' : '0';
  return text.slice(0, at) + other + text.slice(at + 1);
};

const fill = async (path: string) => {
  const store = await openStore(path, { auditKey: 'key' });
  for (let n = 0; n < 40; n += 1) {
    const id = `WZ-${n % 20}`;
    const revision = Math.floor(n / 20);
    await store.commit(
      space,
      commitOf({
        changes: [
          change({ kind: 'application', id }, revision, { state: 'review', [`field${n}`]: `答复${n}` }),
          change({ kind: 'session', id }, revision, { turn: String(n) }),
        ],
        audit: [entry(id)],
      }),
    );
  }
  return store;
};

/** Make the n-th edit by raw SQL; gives what it did and how to undo it. */
const tamper = (raw: DatabaseSync, random: () => number): { what: string; undo: () => void } => {
  const tables = Object.keys(covered);
  const table = tables[Math.floor(random() * tables.length)]!;
  const rows = raw.prepare(`SELECT * FROM ${table}`).all() as Row[];
  const row = rows[Math.floor(random() * rows.length)]!;
  const names = Object.keys(row);
  const where = names.map(name => `${name} = ?`).join(' AND ');
  const put = (values: Row) =>
    raw
      .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
      .run(...names.map(name => values[name]!));
  const take = (values: Row) =>
    raw.prepare(`DELETE FROM ${table} WHERE ${where}`).run(...names.map(name => values[name]!));
  take(row);
  const removes = random() < 0.2 && table !== 'space';
  if (removes) return { what: `removed a row of ${table}`, undo: () => put(row) };
  const columns = covered[table]!;
  const column = columns[Math.floor(random() * columns.length)]!;
  const changed = { ...row, [column]: edited(row[column]!, random) };
  try {
    put(changed);
  } catch {
    // The edited key was taken: what remains is a removal.
    return { what: `removed a row of ${table}`, undo: () => put(row) };
  }
  return {
    what: `edited ${table}.${column}`,
    undo: () => {
      take(changed);
      put(row);
    },
  };
};

describe('edits behind the back of the store', () => {
  it('are all found: 1,000 random edits of records and audit entries in the database file', async () => {
    const path = join(folder, 'store.db');
    const store = await fill(path);
    const raw = new DatabaseSync(path);
    raw.exec('PRAGMA synchronous = OFF');
    const random = seeded(2022);
    const missed: string[] = [];
    expect((await store.verify(space)).findings).toEqual([]);
    for (let n = 0; n < 1_000; n += 1) {
      const { what, undo } = tamper(raw, random);
      if ((await store.verify(space)).ok) missed.push(what);
      undo();
    }
    expect(missed).toEqual([]);
    expect((await store.verify(space)).findings).toEqual([]);
    raw.close();
    await store.close();
  });

  it('cannot be hidden by somebody who computes everything anew without the key', async () => {
    const path = join(folder, 'keyless.db');
    await (await fill(path)).close();
    const forger = new SqliteStore(path, { auditKey: 'a guess' });
    await forger.commit(
      space,
      commitOf({
        changes: [change({ kind: 'application', id: 'WZ-1' }, 2, { state: 'approved' })],
        audit: [entry('WZ-1')],
      }),
    );
    await forger.close();
    const store = await openStore(path, { auditKey: 'key' });
    const { findings } = await store.verify(space);
    expect(findings).toContain('第41条办理记录或其前面的记录被改动');
    expect(findings).toContain('application/WZ-1：内容 state 被改动');
    await store.close();
  });
});
