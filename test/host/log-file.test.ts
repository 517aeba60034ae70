import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFile, logFilesIn } from '../../src/host/log-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shenbao-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const day = (text: string) => Date.parse(`${text}T12:00:00Z`);

describe('the log on the disk', () => {
  it('is one file a day and process, for its owner only, and goes on where it stopped', () => {
    let now = day('2026-11-28');
    const log = new LogFile(folder, 'main', () => now);
    log.write('one\n');
    log.close();
    log.write('two\n');
    now = day('2026-11-29');
    log.write('three\n');
    log.close();
    expect(readdirSync(folder).sort()).toEqual(['2026-11-28.main.log', '2026-11-29.main.log']);
    expect(readFileSync(join(folder, '2026-11-28.main.log'), 'utf8')).toBe('one\ntwo\n');
    expect(statSync(join(folder, '2026-11-28.main.log')).mode & 0o777).toBe(0o600);
  });

  it('keeps half a year, and nobody else’s files go', () => {
    for (const name of ['2026-05-27.main.log', '2026-05-29.other.log', 'notes.log'])
      writeFileSync(join(folder, name), '');
    const log = new LogFile(folder, 'main', () => day('2026-11-28'));
    log.write('line\n');
    log.close();
    expect(logFilesIn(folder).map(path => path.slice(folder.length + 1))).toEqual([
      '2026-05-29.other.log',
      '2026-11-28.main.log',
    ]);
    expect(existsSync(join(folder, 'notes.log'))).toBe(true);
  });

  it('stops nobody where it cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    const log = new LogFile(join(folder, 'file'), 'main');
    expect(() => log.write('line\n')).not.toThrow();
  });
});
