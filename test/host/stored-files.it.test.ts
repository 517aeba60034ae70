import { existsSync, writeFileSync } from 'node:fs';
import { rm, utimes } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileKey, filesIn } from '../../src/host/file-references.ts';
import { readSession, sessionKey } from '../../src/host/records.ts';
import { fileFindings } from '../../src/host/verify-files.ts';
import { sessionIdOf } from '../../src/model/address.ts';
import type { StoredFile } from '../../src/model/file.ts';
import { beginWanzhou, submitWanzhou } from '../engine/review/applicants.ts';
import { Office } from '../engine/review/office.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

let office: Office;
beforeEach(async () => {
  office = await Office.open({ pack: (await noticeAt(wanzhouFolder)).pack, now: '2022-09-01 10:00' });
});
afterEach(() => office.close());

const agreement = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');

const draftWith = async (who: string, content: Uint8Array = agreement): Promise<StoredFile> => {
  await beginWanzhou(office, who);
  await office.attach(who, content);
  return held(who);
};

const held = async (who: string): Promise<StoredFile> => {
  const address = { channel: 'desk', chat: who, kind: 'private' } as const;
  const key = sessionKey(sessionIdOf(address, { id: `desk:${who}` }));
  const [record] = await office.house.store.load(office.pack.id, [key]);
  return Object.values(readSession(record!)!.files).flat()[0]!;
};

const forget = async (who: string): Promise<void> => {
  await office.say(who, '删除我的资料');
  await office.press(who, '确定删除');
};

const there = (file: StoredFile): boolean => existsSync(office.keeper.pathOf(file.id));
const findings = (): Promise<string[]> => fileFindings(office.house.store, office.keeper, office.pack.id);

const submittedWith = async (who: string): Promise<{ number: string; file: StoredFile }> => {
  const { number } = await submitWanzhou(office, who, {}, () => office.attach(who, agreement));
  const [snapshot] = (await office.application(number)).snapshots;
  return { number, file: Object.values(snapshot!.files).flat()[0]! };
};

describe('a file somebody handed in', () => {
  it('stays when another with the same bytes deletes what is kept of him', async () => {
    const { file } = await submittedWith('王');
    const copy = await draftWith('赵');
    expect([copy.id === file.id, copy.sha256]).toEqual([false, file.sha256]);
    await forget('赵');
    expect([there(file), there(copy)]).toEqual([true, false]);
    expect(await findings()).toEqual([]);
  });

  it('stays for each of two partners with one agreement', async () => {
    const [first, second] = [await submittedWith('王'), await submittedWith('赵')];
    await forget('王');
    expect([there(first.file), there(second.file)]).toEqual([true, true]);
  });

  it('stays with the application when its own applicant deletes the rest', async () => {
    const { file } = await submittedWith('王');
    await forget('王');
    expect([there(file), await findings()]).toEqual([true, []]);
  });

  it('goes from a draft that is deleted', async () => {
    const file = await draftWith('王');
    await forget('王');
    expect(there(file)).toBe(false);
    const [record] = await office.house.store.load(office.pack.id, [fileKey(file.id)]);
    expect(record?.revision).toBe(0);
  });

  it('goes when it is not wanted, when it waited for a draft that never came, or comes again after deletion', async () => {
    const kept = async (): Promise<StoredFile> => {
      const found = await office.house.keepFile(Readable.from([agreement]), 'a.pdf', 1_000_000);
      if (!found.ok) throw new Error('not kept');
      return found.value;
    };
    const nothingLeft = async (who: string, file: StoredFile, event: { id: string }): Promise<void> => {
      const session = sessionIdOf({ channel: 'desk', chat: who, kind: 'private' }, { id: `desk:${who}` });
      const claimed = await office.keeper.claim(file, [office.pack.id, session, event.id]).catch(() => null);
      expect(claimed === null || !there(claimed)).toBe(true);
    };
    const idle = await kept();
    const first = office.event('钱', { kind: 'file', file: idle });
    await office.house.receive(first);
    await office.house.drain();
    await forget('钱');
    await nothingLeft('钱', idle, first);
    await beginWanzhou(office, '孙');
    const unwanted = await kept();
    const second = office.event('孙', { kind: 'file', file: unwanted });
    await office.take('孙', { kind: 'file', file: unwanted });
    await office.press('孙', '不使用');
    await nothingLeft('孙', unwanted, second);
    await beginWanzhou(office, '李');
    const once = office.event('李', { kind: 'file', file: await kept() });
    await office.house.receive(once);
    await office.house.drain();
    await forget('李');
    const again = await kept();
    const { outcome } = await office.house.receive({ ...once, body: { kind: 'file', file: again } });
    expect(outcome).toBe('duplicate');
    await nothingLeft('李', again, once);
  });

  it('is what verify looks at: changed or missing content is found, with its record', async () => {
    const { number, file } = await submittedWith('王');
    const other = await submittedWith('赵');
    writeFileSync(office.keeper.pathOf(file.id), '%PDF-1.4 forged %%EOF');
    expect(await findings()).toEqual([expect.stringContaining('被改动')]);
    await rm(office.keeper.pathOf(other.file.id));
    expect((await findings()).sort()).toEqual([
      expect.stringMatching(/改动|缺失/),
      expect.stringMatching(/改动|缺失/),
    ]);
    expect(number).not.toBe(other.number);
  });

  it('fails alone when it is missing: the message comes, says so, and the chat goes on', async () => {
    await office.bind('审', 'enterprise', 'reviewer');
    const { number, file } = await submittedWith('王');
    await rm(office.keeper.pathOf(file.id));
    const download = await office.say('审', `下载 ${number}`);
    expect(download.text('审')).toContain('已不在系统中');
    expect(office.files(download).some(({ name }) => name.endsWith('.docx'))).toBe(true);
    expect((await office.say('审', '待办')).text('审')).toContain(number);
  });

  it('named by its content, as an earlier version did, goes only when no record of any space has it', async () => {
    const { store } = office.house;
    const sha = 'a'.repeat(64);
    const old: StoredFile = { id: sha, name: 'a.pdf', type: 'pdf', bytes: 3 };
    const erase = async (): Promise<void> => {
      await store.commit(office.pack.id, {
        eventId: crypto.randomUUID(),
        bodyHash: '',
        reply: '',
        changes: [],
        expectations: [],
        indexes: [],
        outbox: [
          {
            id: crypto.randomUUID(),
            lane: 'forget:old',
            due: 0,
            body: JSON.stringify({
              kind: 'forget',
              address: { channel: 'desk', chat: '王', kind: 'private' },
              files: [sha],
            }),
          },
        ],
        cancel: [],
        audit: [],
        at: 0,
        leaseMs: 0,
      });
      await office.say('王', '你好');
    };
    await office.attach('王', agreement).catch(() => null);
    const { dirname } = await import('node:path');
    const { mkdir, writeFile } = await import('node:fs/promises');
    await mkdir(dirname(office.keeper.pathOf(sha)), { recursive: true });
    await writeFile(office.keeper.pathOf(sha), 'old');
    const other = { kind: 'application', id: 'WZ22-0009-X' };
    await store.commit('another-notice', {
      eventId: 'old',
      bodyHash: '',
      reply: '',
      changes: [
        { key: other, expect: 0, set: { snapshots: JSON.stringify([{ files: { x: [old] } }]) }, remove: [] },
      ],
      expectations: [],
      indexes: [],
      outbox: [],
      cancel: [],
      audit: [],
      at: 0,
      leaseMs: 0,
    });
    await erase();
    expect(there(old)).toBe(true);
    await store.wipe('another-notice');
    await erase();
    expect(there(old)).toBe(false);
  });
});

describe('the folder of files', () => {
  it.each(['../secret.key', './../secret.key', '', 'A'.repeat(64), `${'a'.repeat(63)}/`, '..'])(
    'has no path for %j',
    id => {
      expect(() => office.keeper.pathOf(id)).toThrow(TypeError);
    },
  );

  it('loses what arrived and was never taken, after a while', async () => {
    const kept = await office.house.keepFile(Readable.from([agreement]), 'a.pdf', 1_000_000);
    if (!kept.ok) throw new Error('not kept');
    const upload = ['space', 'session', 'event'];
    await office.keeper.sweep(60_000);
    const claimed = await office.keeper.claim(kept.value, upload);
    expect(there(claimed)).toBe(true);
    const late = await office.house.keepFile(Readable.from([agreement]), 'a.pdf', 1_000_000);
    if (!late.ok) throw new Error('not kept');
    const path = office.keeper.pathOf(claimed.id).replace(/[^/]+\/[^/]+$/, `incoming/${late.value.id}`);
    await utimes(path, 0, 0);
    await office.keeper.sweep(60_000);
    await expect(office.keeper.claim(late.value, ['elsewhere'])).rejects.toThrow();
    expect(there(claimed)).toBe(true);
  });
});

it('a file in the words of a person is none', () => {
  const file = { id: 'b'.repeat(64), name: '"a".pdf', type: 'pdf', bytes: 1, sha256: 'c'.repeat(64) };
  expect(filesIn(JSON.stringify({ text: JSON.stringify(file) }))).toEqual([]);
  expect(filesIn(JSON.stringify({ files: { x: [file, file] } }))).toHaveLength(2);
});
