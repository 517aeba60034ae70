import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PackArchive } from '../../src/host/pack-archive.ts';
import { inspectPack, loadPack } from '../../src/packs/load.ts';

const voucher = new URL('../fixtures/packs/shanwei-2021-voucher', import.meta.url).pathname;
const library = new URL('../../conversations/common', import.meta.url).pathname;

let folder: string;
let dir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shenbao-topics-'));
  dir = join(folder, 'pack');
  await cp(voucher, dir, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const rewrite = async (file: string, from: string, to: string): Promise<void> => {
  const before = await readFile(file, 'utf8');
  expect(before).toContain(from);
  await writeFile(file, before.replace(from, to));
};

const findings = async (from: string, to: string) => {
  await rewrite(join(dir, 'faq.yaml'), from, to);
  return (await inspectPack(dir)).findings;
};

describe('what check says of common topics', () => {
  it('a topic said to be silent whose nearest clause holds the answer is an error', async () => {
    const found = await findings('copies: 通知·二(一)', 'copies: { near: 通知·二(一) }');
    expect(found).toContainEqual(
      expect.objectContaining({
        level: 'error',
        code: 'faq:silent-holds',
        message: expect.stringMatching(/「材料份数」.*通知·二\(一\).*一式三份/u),
      }),
    );
  });

  it('unless the author has looked', async () => {
    const found = await findings('copies: 通知·二(一)', 'copies: { near: 通知·二(一), checked: true }');
    expect(found.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('a topic nobody mapped is named with the clause that may hold it', async () => {
    const found = await findings('  copies: 通知·二(一)\n', '');
    expect(found).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        code: 'faq:topic-unmapped',
        message: expect.stringMatching(/「材料份数」（copies）.*可能写在 通知·二\(一\)：“.*一式三份/u),
      }),
    );
  });

  it('a topic that does not exist, with the one that was meant', async () => {
    expect(await findings('copies: 通知', 'copie: 通知')).toContainEqual(
      expect.objectContaining({ code: 'faq:unknown-topic', hint: expect.stringContaining('copies') }),
    );
  });

  it('a question with more clauses than a reply shows', async () => {
    const found = await findings(
      'copies: 通知·二(一)',
      'copies: [通知·一, 通知·二(一), 通知·二(二), 通知·三1]',
    );
    expect(found).toContainEqual(expect.objectContaining({ level: 'error', code: 'faq:too-many-clauses' }));
  });

  it('a question of the pack that bears the name of a common one', async () => {
    expect(await findings('{ id: pdf,', '{ id: copies,')).toContainEqual(
      expect.objectContaining({ code: 'faq:topic-twice' }),
    );
  });
});

describe('a pack that is kept', () => {
  const loaded = async (folderOf: string) => {
    const result = await loadPack(folderOf);
    if (!result.ok) throw new Error(JSON.stringify(result.issues));
    return result.value;
  };

  it('brings its library along and goes on meaning the same, whatever becomes of the product’s', async () => {
    const pack = await loaded(dir);
    const archive = new PackArchive(join(folder, 'archive'));
    await archive.keep(pack, dir);
    const kept = await archive.version({ id: pack.id, hash: pack.hash });
    expect(kept?.hash).toBe(pack.hash);
    expect(kept?.common).toEqual(pack.common);

    const copy = join(folder, 'archive', `${pack.id}-${pack.hash.slice(0, 16)}`, 'common');
    await rewrite(join(copy, 'topics', 'delivery.yaml'), 'title: 材料份数', 'title: 份数');
    expect(await archive.version({ id: pack.id, hash: pack.hash })).toBeNull();
  });

  it('has another hash when the library is another', async () => {
    const before = await loaded(dir);
    await cp(library, join(dir, 'common'), { recursive: true });
    expect((await loaded(dir)).hash).toBe(before.hash);
    await rewrite(join(dir, 'common', 'topics', 'delivery.yaml'), 'title: 材料份数', 'title: 份数');
    expect((await loaded(dir)).hash).not.toBe(before.hash);
  });

  it('of before there were common topics is what it was', async () => {
    const text = await readFile(join(dir, 'faq.yaml'), 'utf8');
    await writeFile(join(dir, 'faq.yaml'), text.replace(/topics:\n(?: {2}.*\n)+/u, 'silent: []\n'));
    const old = await loaded(dir);
    expect(old.faq.topics).toBeUndefined();
    const archive = new PackArchive(join(folder, 'archive'));
    await archive.keep(old, dir);
    expect((await archive.version({ id: old.id, hash: old.hash }))?.hash).toBe(old.hash);
  });
});
