import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verify } from '../../src/commands/verify.ts';
import { noteHeads } from '../../src/host/heads.ts';
import { deploymentSecret, readSettings, type Settings } from '../../src/settings.ts';
import { openStore } from '../../src/store/open.ts';
import { commitWith, type Store } from '../../src/store/port.ts';
import { Written } from '../support/written.ts';

let data: string;
let settings: Settings;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'shenbao-heads-'));
  const read = readSettings({ SHENBAO_DATA: data });
  if (!read.ok) throw new Error('settings');
  settings = read.value;
});
afterEach(() => rmSync(data, { recursive: true }));

const database = () => join(data, 'shenbao.sqlite');

/** Do something with the store, and note where its chains stand then. */
const inStore = async (work: (store: Store) => Promise<unknown>): Promise<void> => {
  const secret = await deploymentSecret(settings);
  const store = await openStore(settings.store, { auditKey: secret });
  await work(store);
  await noteHeads(store, data, secret);
  await store.close();
};
const act =
  (id: string, space = 'notice') =>
  (store: Store) =>
    store.commit(
      space,
      commitWith(id, id, 1, {
        audit: [{ event: id, at: 1, actor: 'a', role: 'staff', action: 'seen', subject: id }],
      }),
    );
const verified = async (): Promise<readonly [number, string]> => {
  const output = new Written();
  return [await verify(settings, {}, output), output.text];
};

it('a store that was set back as a whole to yesterday’s copy is found', async () => {
  await inStore(act('one'));
  cpSync(database(), join(data, 'yesterday'));
  await inStore(act('two'));
  expect((await verified())[0]).toBe(0);
  cpSync(join(data, 'yesterday'), database());
  const [code, said] = await verified();
  expect(code).toBe(1);
  expect(said).toContain('末尾缺第2条办理记录');
});

it('a notice that was taken out as a whole is found, a rehearsal may go', async () => {
  await inStore(async store => {
    await act('one')(store);
    await act('two', 'other')(store);
    await act('three', 'notice~console')(store);
  });
  const store = await openStore(settings.store, { auditKey: await deploymentSecret(settings) });
  await store.wipe('notice~console');
  expect((await verified())[0]).toBe(0);
  await store.wipe('notice');
  await store.close();
  const [code, said] = await verified();
  expect(code).toBe(1);
  expect(said).toContain('notice：整个数据区缺失');
});

it('what was noted cannot be edited to fit', async () => {
  await inStore(act('one'));
  const path = join(data, 'heads.json');
  writeFileSync(path, readFileSync(path, 'utf8').replace('"length":1', '"length":0'));
  const [code, said] = await verified();
  expect([code, said]).toEqual([1, expect.stringContaining('heads.json')]);
});
