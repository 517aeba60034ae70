import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectPack } from '../../src/packs/load.ts';
import { packsAt } from '../../src/packs-at.ts';
import { brokenPacks } from './overlay.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shenbao-packs-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The base pack once more under another name, its manifest edited. */
const copy = async (name: string, edit: (manifest: string) => string): Promise<string> => {
  const dir = join(root, name);
  await cp(join(brokenPacks, 'base'), dir, { recursive: true });
  const file = join(dir, 'pack.yaml');
  await writeFile(file, edit(await readFile(file, 'utf8')));
  return dir;
};

describe('packs side by side', () => {
  it('must differ in id and in number prefix; the first stays, the others are named', async () => {
    await copy('a-base', text => text);
    await copy('b-copied', text => text);
    await copy('c-renamed', text => text.replace('id: base', 'id: c-renamed'));
    await copy('d-edited', text => text.replace('id: base', 'id: d-edited').replace('SF26', 'SF27'));
    const found = await packsAt(root, null);
    if (!found.ok) throw new Error('no pack is left');
    expect(found.value.packs.map(({ dir }) => basename(dir))).toEqual(['a-base', 'd-edited']);
    expect(found.value.refused.map(({ code, at }) => [code, at?.file])).toEqual([
      ['packs:same-id', 'b-copied/pack.yaml'],
      ['packs:same-prefix', 'c-renamed/pack.yaml'],
    ]);
  });
});

describe('the closing date', () => {
  it.each([
    ['2026-05-31', 0],
    ['2027-05-31', 1],
    ['2026-06-30', 1],
  ])('%s beside what the notice says', async (closes, warnings) => {
    const dir = await copy(`window-${closes}`, text =>
      text.replace('closes: 2026-05-31', `closes: ${closes}`),
    );
    const { findings } = await inspectPack(dir);
    expect(findings.filter(({ code }) => code === 'pack:window-quote')).toHaveLength(warnings);
  });
});
