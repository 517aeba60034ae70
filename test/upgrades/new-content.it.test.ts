import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pack } from '../../src/model/pack/pack.ts';
import { loadPack } from '../../src/packs/load.ts';
import { Conversation } from '../support/conversation.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shenbao-content-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The pack with a change to one of its files, under a hash of its own. */
const changed = async (file: string, change: (text: string) => string): Promise<Pack> => {
  const dir = join(folder, 'pack');
  await cp(wanzhouFolder, dir, { recursive: true });
  const before = await readFile(join(dir, file), 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(join(dir, file), after);
  const loaded = await loadPack(dir);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.issues));
  return loaded.value;
};

describe('a conversation pinned to an earlier version of its pack', () => {
  it('goes on under the new one with every answer it had', async () => {
    const { pack } = await noticeAt(wanzhouFolder);
    const store = join(folder, 'shenbao.sqlite');
    const secret = new Uint8Array(32).fill(3);
    const before = await Conversation.open({ pack, now: '2022-09-01', store, secret });
    await before.say('单位名称：重庆三峡智造有限公司\n单位性质：企业\n通讯地址：天城大道1号');
    const button = before.token('同意');
    await before.close();

    const corrected = await changed('form.yaml', text =>
      text.replace('ask: 请填写法人代表姓名。', 'ask: 请填写法人代表的姓名。'),
    );
    expect(corrected.hash).not.toBe(pack.hash);
    const after = await Conversation.open({ pack: corrected, now: '2022-09-02', store, secret });
    // Event ids are counted anew here; the second process must not repeat those of the first.
    const old = await after.send(after.event({ kind: 'press', token: button }, { id: 'second:0' }));
    expect(old.text).toContain('办公室更新了本次申报的内容，已填写的内容继续保留。');
    const press = after.event({ kind: 'press', token: after.token('同意') }, { id: 'second:1' });
    expect((await after.send(press)).text).toContain('请填写法人代表的姓名。');
    const seen = await after.send(after.event({ kind: 'text', text: '查看' }, { id: 'second:2' }));
    expect(seen.text).toContain('单位名称：重庆三峡智造有限公司');
    expect(seen.text).toContain('通讯地址：天城大道1号');
    await after.close();
  });
});
