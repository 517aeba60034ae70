import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { scanner } from '../../src/host/clamd.ts';
import { FileKeeper } from '../../src/host/files.ts';
import { docx, jpeg } from '../documents/archives.ts';
import { FakeClamd } from './fake-clamd.ts';

const root = mkdtempSync(join(tmpdir(), 'shenbao-clamd-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const clamd = new FakeClamd(content => content.includes('virus'));
const address = await clamd.listen();
afterAll(() => clamd.close());
afterEach(() => {
  clamd.says = null;
});

const keep = async (content: Buffer, scan = scanner(address)) =>
  new FileKeeper(root, scan).keep(Readable.from([content]), '附件.docx', 20 * 1024 * 1024);

describe('a virus scanner beside the house', () => {
  it('lets pass what it finds clean, having seen all of it', async () => {
    const content = jpeg(3_000_000);
    expect(await keep(content)).toMatchObject({ ok: true, value: { type: 'jpeg' } });
    expect(clamd.scanned.at(-1)?.equals(content)).toBe(true);
  });

  it('keeps out what it finds', async () => {
    const before = readdirSync(join(root, 'incoming')).length;
    expect(await keep(docx({ name: 'word/media/virus.png', data: 'x' }))).toMatchObject({
      ok: false,
    });
    const infected = docx();
    const scan = scanner(address);
    clamd.says = 'stream: Eicar-Signature FOUND\0';
    expect(await keep(infected, scan)).toMatchObject({ ok: false, issues: [{ code: 'file:infected' }] });
    expect(readdirSync(join(root, 'incoming'))).toHaveLength(before);
  });

  it.each(['INSTREAM size limit exceeded. ERROR\0', 'stream: OK but\0', '\0', 'x'.repeat(10_000)])(
    'keeps out what it gives no plain answer for: %j',
    async answer => {
      clamd.says = answer;
      expect(await keep(docx())).toMatchObject({ ok: false, issues: [{ code: 'file:unscanned' }] });
    },
  );

  it('keeps everything out while it does not answer', async () => {
    const nobody = new FakeClamd(() => false);
    const gone = await nobody.listen();
    nobody.close();
    expect(await keep(docx(), scanner(gone))).toMatchObject({
      ok: false,
      issues: [{ code: 'file:unscanned' }],
    });
  });
});
