import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchPacks } from '../../src/commands/watch-packs.ts';
import { Notices } from '../../src/host/notices.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { packChecks } from '../../src/pack-checks.ts';
import { loadPack } from '../../src/packs/load.ts';

const base = new URL('../fixtures/packs/yunxi-workshop-2026', import.meta.url).pathname;
let dir: string;
let first: Pack;
let notices: Notices;
let edits: { close(): void };
let heard: ((line: string) => void) | null;

/** The next thing the author is told. */
const told = (): Promise<string> =>
  new Promise(resolve => {
    heard = resolve;
  });

const edit = async (file: string, change: (text: string) => string): Promise<string> => {
  const line = told();
  await writeFile(join(dir, file), change(await readFile(join(dir, file), 'utf8')));
  return line;
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'shenbao-watch-'));
  await cp(base, dir, { recursive: true });
  const loaded = await loadPack(dir);
  if (!loaded.ok) throw new Error('unreadable');
  first = loaded.value;
  notices = new Notices([first]);
  edits = watchPacks({
    packs: [{ pack: first, dir }],
    checks: packChecks,
    serve: async pack => notices.replace(pack),
    say: line => heard?.(line),
  });
});
afterEach(async () => {
  edits.close();
  await rm(dir, { recursive: true, force: true });
});

describe('an edit in a running service', () => {
  it('is served, and whoever began with the version before goes on with it', async () => {
    expect(await edit('contacts.yaml', text => text.replace('办公室设置，', '本办公室设置，'))).toMatch(
      /已更新$/u,
    );
    expect(notices.newest.pack.contacts.routingNote).toBe('本映射为本办公室设置，非通知原文');
    expect((await notices.version({ id: first.id, hash: first.hash }))?.pack).toBe(first);
  });

  it('that is wrong is named with its line, and the last good version goes on until it is mended', async () => {
    const wrong = await edit('contacts.yaml', text =>
      text.replace('phone: 0000-6123401', 'phone: 0000-6123499'),
    );
    expect(wrong).toMatch(/仍用改动前的版本：\n\S+contacts\.yaml:5:\d+: 错误：电话/u);
    expect(notices.newest.pack).toBe(first);
    const torn = await edit('contacts.yaml', text => `${text}\n  - [`);
    expect(torn).toMatch(/contacts\.yaml:\d+/u);
    expect(notices.newest.pack).toBe(first);
    await edit('contacts.yaml', () => '');
    const whole = await readFile(join(base, 'contacts.yaml'), 'utf8');
    expect(
      await edit('contacts.yaml', () =>
        whole.replace('林知远\n    phone', '林知远\n    digest: true\n    phone'),
      ),
    ).toMatch(/已更新$/u);
    expect(notices.newest.pack.contacts.sections[0]!.digest).toBe(true);
  });
});
