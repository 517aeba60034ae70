import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = new URL('../..', import.meta.url).pathname;
/** As offices name their folders. */
const home = mkdtempSync(join(tmpdir(), '申报 助手 100%-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** As npm lays it out below node_modules, where Node itself strips no types. */
const install = (): string => {
  const place = join(home, 'node_modules/shenbao');
  mkdirSync(place, { recursive: true });
  for (const part of ['package.json', 'src', 'adapters', 'conversations'])
    cpSync(join(root, part), join(place, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
  return join(place, 'src/shenbao.mjs');
};

describe('the package installed below node_modules', () => {
  it('runs, says its version and answers, without a warning', () => {
    const stub = install();
    const run = (...args: string[]) =>
      execFileSync(process.execPath, [stub, ...args], {
        cwd: home,
        encoding: 'utf8',
        env: { ...process.env, SHENBAO_DATA: join(home, 'data') },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    expect(run('--version').trim()).toBe(manifest.version);
    expect(run('ask', '截止到什么时候')).toContain('2022年9月16日');
    expect(manifest.files).toEqual(expect.arrayContaining(['src', 'adapters', 'conversations']));
  });
});
