import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { archive } from '../../src/commands/archive/archive.ts';
import { signedLines } from '../../src/commands/archive/lines.ts';
import { readArchive } from '../../src/commands/archive/read.ts';
import { fingerprint, publicText, signingKey } from '../../src/commands/archive/signature.ts';
import { verifyArchive } from '../../src/commands/archive/verify-archive.ts';
import { writeSealedLines } from '../../src/commands/sealed-file.ts';
import { applicationKey, changeOf } from '../../src/host/records.ts';
import { extendChain, genesis } from '../../src/store/audit-chain.ts';
import { openStore } from '../../src/store/open.ts';
import { commitWith, type Store } from '../../src/store/port.ts';
import { recordsOf } from '../../src/store/records-of.ts';
import { sealKey } from '../../src/store/seal.ts';
import { submitWanzhou } from '../engine/review/applicants.ts';
import { Office, testSecret } from '../engine/review/office.ts';
import { RedisServer } from '../setup/redis.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const unit = '三峡归档科技有限公司';
const passphrase = 'correct horse battery staple';
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\n%archived bytes\n%%EOF\n');

let redis: RedisServer;
let databases = 0;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

const stores: Readonly<Record<string, () => Promise<Store>>> = {
  SQLite: () => openStore(':memory:', { auditKey: testSecret }),
  Redis: () => {
    databases += 1;
    return openStore(`redis://127.0.0.1:${redis.port}/${databases}`, { auditKey: testSecret });
  },
};

describe.each(Object.entries(stores))('a finished year, on %s', (_, open) => {
  let office: Office;
  let store: Store;
  let folder: string;
  let file: string;
  let number: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shenbao-archive-'));
    file = join(folder, '2022.archive');
    const { pack } = await noticeAt(wanzhouFolder);
    store = await open();
    office = await Office.open({ store, pack, now: '2022-09-01', folder });
    await office.bind('审', 'enterprise', 'reviewer');
    ({ number } = await submitWanzhou(office, '甲', { 单位名称: unit }, () => office.attach('甲', pdf)));
  });
  afterEach(async () => {
    expect((await store.verify(office.pack.id)).findings).toEqual([]);
    await office.close();
    await rm(folder, { recursive: true, force: true });
  });

  const finish = async (): Promise<void> => {
    await office.say('审', `不通过 ${number} 理由不合要求`);
    await office.at('2023-01-05');
  };
  const deps = (more: object = {}) => ({
    house: office.house,
    keeper: office.keeper,
    secret: testSecret,
    passphrase: null as string | null,
    ...more,
  });
  const put = async (given = deps()): Promise<{ code: number; shown: string }> => {
    const output = new PassThrough();
    const shown = text(output);
    const code = await archive(given, file, output).finally(() => output.end());
    return { code, shown: await shown };
  };
  const looked = async (settings: object = {}, extract: string | null = null) => {
    const output = new PassThrough();
    const shown = text(output);
    const given = { secret: null, dataDir: join(folder, 'none'), backupPassphrase: passphrase, ...settings };
    const code = await verifyArchive(given, file, extract, output).finally(() => output.end());
    return { code, shown: await shown };
  };
  const everything = async (): Promise<string> => {
    const records: string[] = [];
    for await (const { parts } of recordsOf(store, office.pack.id)) records.push(JSON.stringify(parts));
    return records.join('\n');
  };
  const filesKept = async (): Promise<string[]> =>
    (await readdir(join(folder, 'in'), { recursive: true })).filter(name => /[a-f0-9]{64}$/.test(name));

  it('goes whole into one signed file, is erased here with a line in the audit, and is read without the store', async () => {
    await finish();
    expect(await everything()).toContain(unit);
    expect(await filesKept()).toHaveLength(1);
    const { code, shown } = await put(deps({ passphrase }));
    expect([code, shown]).toEqual([0, expect.stringContaining('1件申请，1个附件')]);
    expect(readFileSync(file).includes(unit)).toBe(false);
    expect(await everything()).not.toMatch(new RegExp(`${unit}|理由不合要求`));
    expect(await filesKept()).toEqual([]);
    expect((await office.application(number)).status).toBe('rejected');
    const entries = (await store.audit(office.pack.id)).map(({ entry }) => entry);
    expect(entries.at(-1)).toMatchObject({
      action: 'archive.case',
      subject: number,
      hash: expect.stringMatching(/^\w{64}$/),
    });

    const fingerprint = /指纹 ([\w-]+)/.exec(shown)![1]!;
    const alone = await looked();
    expect([alone.code, alone.shown]).toEqual([0, expect.stringContaining(fingerprint)]);
    expect(alone.shown).toContain('请核对指纹');
    const out = join(folder, 'out-of-it');
    const ours = await looked({ secret: testSecret.toString() }, out);
    expect([ours.code, ours.shown]).toEqual([0, expect.not.stringContaining('✗')]);
    expect(await readFile(join(out, 'cases.jsonl'), 'utf8')).toContain(unit);
    expect(await readFile(join(out, 'audit.jsonl'), 'utf8')).toContain('submit');
    const [name = ''] = await readdir(join(out, 'files'));
    expect(await readFile(join(out, 'files', name))).toEqual(pdf);
  });

  it('goes on where it was interrupted: not before the file is there, and not what has changed since', async () => {
    const second = await submitWanzhou(office, '乙', { 单位名称: '三峡第二科技有限公司' });
    await expect(put()).rejects.toThrow('申报期到2022-09-16才结束');
    await finish();
    await expect(put()).rejects.toThrow(`还有1件没有办结：${second.number}`);
    await office.say('审', `不通过 ${second.number} 理由`);
    await office.at('2023-01-06');
    const broken = { stream: () => Promise.reject(new Error('the disk is gone')), has: async () => true };
    await expect(put(deps({ keeper: broken }))).rejects.toThrow('the disk is gone');
    expect((await readdir(folder)).filter(name => name.includes('archive'))).toEqual([]);
    const { operate } = office.house;
    office.house.operate = async () => Promise.reject(new Error('killed'));
    await expect(put()).rejects.toThrow('killed');
    office.house.operate = operate;
    const before = await readFile(file);
    const [record] = await store.load(office.pack.id, [applicationKey(second.number)]);
    const was = await office.application(second.number);
    const moved = { ...was, version: was.version + 1 };
    await store.commit(
      office.pack.id,
      commitWith('moved', 'moved', 0, { changes: [changeOf(record!, moved)!] }),
    );
    const { code, shown } = await put();
    expect(shown).toContain(`没有清除，请另存一份归档：${second.number}`);
    expect([code, await readFile(file)]).toEqual([1, before]);
    const left = await everything();
    expect(left).not.toContain(unit);
    expect(left).toContain('三峡第二');
    expect((await put()).shown).toContain('已从系统中清除0件');
  });
});

describe('an archive', () => {
  const key = signingKey(testSecret);
  const header = {
    is: 'archive',
    format: 1,
    notice: 'n',
    title: 't',
    issuer: 'i',
    at: 0,
    version: '1',
    chain: { length: 1, head: '' },
  };
  const links = extendChain(sealKey(testSecret), { length: 0, head: genesis(sealKey(testSecret), 'n') }, [
    { event: 'e', at: 0, actor: 'a', role: 'r', action: 'submit', subject: 's' },
  ]);
  const lines = [
    JSON.stringify({ ...header, chain: { length: 1, head: links[0]!.mac } }),
    ...links.map(link => JSON.stringify({ is: 'audit', ...link })),
  ];
  const written = async (change: (lines: string[]) => string[]): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'shenbao-archive-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const whole: string[] = [];
    for await (const line of signedLines(key, Readable.from(lines))) whole.push(line);
    const file = join(folder, 'a');
    await writeSealedLines(file, Readable.from(change(whole)), null);
    return file;
  };
  const findings = async (change: (lines: string[]) => string[], secret: Uint8Array | null = testSecret) =>
    (await readArchive(await written(change), null, secret)).findings;

  it('as it was written has no fault', async () => {
    expect(await findings(all => all)).toEqual([]);
  });

  it.each<[string, (lines: string[]) => string[], string]>([
    ['a line taken out', ([first, , end]) => [first!, end!], '末尾缺失，或有内容被改动'],
    ['its end taken off', all => all.slice(0, -1), '末尾缺失，或有内容被改动'],
    [
      'a letter changed',
      all => all.map(line => line.replace('submit', 'approve')),
      '末尾缺失，或有内容被改动',
    ],
    [
      'another key under the old signature',
      all =>
        all.map(line =>
          line.replace(/"key":"[^"]+"/, `"key":"${publicText(signingKey(Buffer.alloc(32, 9)))}"`),
        ),
      '签名不符：不是本系统写出的，或被改动',
    ],
  ])('with %s is found out, without the secret too', async (_, change, finding) => {
    expect(await findings(change, null)).toContain(finding);
  });

  it('that is none is called so', async () => {
    const file = await written(() => []);
    await writeFile(file, '{"version":"1"}\n');
    await expect(readArchive(file, null, null)).rejects.toThrow('这不是归档文件');
  });

  it('signed anew by somebody else is not ours, and has another fingerprint', async () => {
    const other = signingKey(Buffer.alloc(32, 9));
    const file = await written(() => []);
    await rm(file);
    await writeSealedLines(file, signedLines(other, Readable.from(lines)), null);
    const report = await readArchive(file, null, testSecret);
    expect([report.ours, report.fingerprint === fingerprint(publicText(key))]).toEqual([false, false]);
  });
});
