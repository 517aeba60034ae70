import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packChecks } from '../../src/pack-checks.ts';
import { inspectPack } from '../../src/packs/load.ts';
import { authorFaults, pilotFaults } from './author-faults.ts';

const packs = new URL('../fixtures/packs', import.meta.url).pathname;
const yunxi = 'yunxi-workshop-2026';
let dir = '';

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'shenbao-faults-'));
  for (const name of [yunxi, 'lanhe-pilot-2027'])
    await cp(join(packs, name), join(dir, name), { recursive: true });
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

describe('what authors get wrong', () => {
  it('is looked for in a pack that nothing is wrong with, in at least forty ways', async () => {
    expect((await inspectPack(join(dir, yunxi), packChecks)).findings).toEqual([]);
    const pilot = await inspectPack(join(dir, 'lanhe-pilot-2027'), packChecks);
    expect(pilot.findings.filter(({ code }) => !code.startsWith('faq:'))).toEqual([]);
    expect(authorFaults.length).toBeGreaterThanOrEqual(40);
  });

  it.each([...authorFaults, ...pilotFaults])('$name is found where it stands', async fault => {
    const own = join(dir, fault.pack ?? yunxi);
    const path = join(own, fault.file);
    const text = await readFile(path, 'utf8');
    const offset = text.indexOf(fault.right);
    expect(offset, 'stands in the file').toBeGreaterThanOrEqual(0);
    expect(text.indexOf(fault.right, offset + 1), 'stands there once').toBe(-1);
    try {
      await writeFile(
        path,
        text.replace(fault.right, () => fault.wrong),
      );
      const { findings } = await inspectPack(own, packChecks);
      const first = lineOf(text, offset) - (fault.near ?? 0);
      const last = lineOf(text, offset) + fault.wrong.split('\n').length - 1 + (fault.near ?? 0);
      const named = findings.map(({ code, at }) => `${code} ${at?.file}:${at?.line}`);
      const places = Array.from({ length: last - first + 1 }, (_, i) => `${fault.file}:${first + i}`);
      expect(
        places.some(place => named.includes(`${fault.code} ${place}`)),
        `${fault.code} at ${places.join(' or ')}, found: ${named.join(', ')}`,
      ).toBe(true);
      for (const { message, hint } of findings) expect(`${message}${hint}`).toMatch(/\p{Script=Han}/u);
    } finally {
      await writeFile(path, text);
    }
  });
});
