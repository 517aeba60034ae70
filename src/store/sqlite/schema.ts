import type { DatabaseSync } from 'node:sqlite';
import { StoreRefused } from '../health.ts';

const first = `
  CREATE TABLE space (
    space TEXT PRIMARY KEY,
    head TEXT NOT NULL,
    length INTEGER NOT NULL,
    register TEXT NOT NULL,
    marks INTEGER NOT NULL,
    high INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE record (
    space TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    revision INTEGER NOT NULL, sum TEXT NOT NULL, seal TEXT NOT NULL,
    PRIMARY KEY (space, kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE part (
    space TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    name TEXT NOT NULL, value TEXT NOT NULL, seal TEXT NOT NULL,
    PRIMARY KEY (space, kind, id, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE listing (
    space TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, score REAL NOT NULL,
    PRIMARY KEY (space, name, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX listing_order ON listing (space, name, score, id);
  CREATE TABLE outbox (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    space TEXT NOT NULL, id TEXT NOT NULL, lane TEXT NOT NULL, due INTEGER NOT NULL, body TEXT NOT NULL,
    attempts INTEGER NOT NULL, fence TEXT, until INTEGER NOT NULL, state TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX outbox_id ON outbox (space, id);
  CREATE INDEX outbox_lane ON outbox (space, lane, place);
  CREATE INDEX outbox_due ON outbox (space, due);
  CREATE TABLE dead (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    space TEXT NOT NULL, id TEXT NOT NULL, lane TEXT NOT NULL, due INTEGER NOT NULL, body TEXT NOT NULL,
    attempts INTEGER NOT NULL, error TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX dead_id ON dead (space, id);
  CREATE TABLE audit (
    space TEXT NOT NULL, sequence INTEGER NOT NULL, text TEXT NOT NULL, mac TEXT NOT NULL,
    PRIMARY KEY (space, sequence)
  ) STRICT;
  CREATE TABLE mark (
    space TEXT NOT NULL, event TEXT NOT NULL, hash TEXT NOT NULL, at INTEGER NOT NULL, kept INTEGER NOT NULL,
    reply TEXT NOT NULL,
    PRIMARY KEY (space, event)
  ) STRICT;
  CREATE INDEX mark_age ON mark (space, kept);
`;

/** The row of a space bears a seal, and so does what waits in the outbox and what is kept with a mark. */
const second = `ALTER TABLE space ADD COLUMN seal TEXT NOT NULL DEFAULT ''`;

/** The answers that were sent not long ago. */
const third = `
  CREATE TABLE sent (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    space TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX sent_id ON sent (space, id);
`;

/** What people gave is encrypted from here on; what an earlier version wrote, when it is next changed. */
const fourth = '-- an earlier version cannot read what is encrypted';

/** Step n brings a file from schema n to n + 1. Steps are only ever added. */
const steps: readonly string[] = [first, second, third, fourth];

/** Schema from which on items, marks and spaces bear seals. */
const sealedSince = 2;

/**
 * Bring a file up to this version's schema; throws on one that a newer version wrote. `seal` is called once for a file
 * that bore no seals there, in the same transaction.
 */
export const migrate = (handle: DatabaseSync, seal: () => void): void => {
  handle.exec('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL) STRICT');
  const row = handle.prepare('SELECT version FROM schema_version').get() as { version: number } | undefined;
  const version = row?.version ?? 0;
  if (version > steps.length) {
    throw new StoreRefused([
      {
        code: 'store:schema',
        message: `数据文件的格式是第 ${version} 版，由更新的程序写成；本程序只认识到第 ${steps.length} 版`,
        hint: '请换回写它的版本或更新的版本；要退回旧版，请在旧版上用升级前的备份恢复到空的数据文件夹',
      },
    ]);
  }
  for (const step of steps.slice(version)) handle.exec(step);
  if (version > 0 && version < sealedSince) seal();
  if (row === undefined) handle.prepare('INSERT INTO schema_version VALUES (?)').run(steps.length);
  else if (version < steps.length) handle.prepare('UPDATE schema_version SET version = ?').run(steps.length);
};
