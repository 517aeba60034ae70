import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/engine/wording.ts';
import { inspectPack, listPacks, listTranscripts, loadPack } from '../../src/packs/load.ts';

const root = new URL('../fixtures/packs', import.meta.url).pathname;
const dir = join(root, 'yunxi-workshop-2026');

const hash = async (folder: string): Promise<string> => {
  const result = await loadPack(folder);
  if (!result.ok) throw new Error(result.issues.map(issue => issue.message).join('\n'));
  return result.value.hash;
};

describe('the pack of another office', () => {
  it('loads without complaint', async () => {
    const { draft, findings } = await inspectPack(dir, { catalogue });
    expect(findings).toEqual([]);
    expect(draft!.pack.clauses.get('通知·二(四)2')?.text).toBe('2．因侵犯知识产权受到行政处罚；\n');
    expect(draft!.pack.clauses.get('申报表·说明3')?.text).toContain('一式三份');
    expect(draft!.pack.review.stages.map(stage => stage.mode)).toEqual(['any', 'all']);
  });

  it('is found by its folder', async () => {
    expect(await listPacks(root)).toEqual([
      join(root, 'lanhe-pilot-2027'),
      join(root, 'shanwei-2021-voucher'),
      dir,
    ]);
    expect(await listPacks(join(root, 'nowhere'))).toEqual([]);
    expect(await listTranscripts(dir)).toEqual([join(dir, 'transcripts', '01-另一份通知.yaml')]);
    expect(await listTranscripts(root)).toEqual([]);
  });
});

describe('the hash of a pack', () => {
  let copy = '';
  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'shenbao-hash-'));
    await cp(dir, copy, { recursive: true });
  });
  afterAll(async () => {
    await rm(copy, { recursive: true, force: true });
  });

  it('does not depend on where the pack lies or what an editor leaves behind', async () => {
    const before = await hash(dir);
    await writeFile(join(copy, '.DS_Store'), 'x');
    await writeFile(join(copy, 'form.yaml~'), 'x');
    await writeFile(join(copy, 'templates', '~$申报表.docx'), 'x');
    expect(await hash(copy)).toBe(before);
  });

  it('changes with every byte of content', async () => {
    const before = await hash(copy);
    await appendFile(join(copy, 'contacts.yaml'), '\n');
    const after = await hash(copy);
    expect(after).not.toBe(before);
    expect(after).toMatch(/^[a-f0-9]{64}$/);
  });

  it('covers files nobody reads, and the author is told of them', async () => {
    await writeFile(join(copy, 'contact.yaml'), 'x: 1\n');
    const { findings } = await inspectPack(copy);
    expect(findings).toMatchObject([
      { level: 'warning', code: 'pack:unused-file', hint: '是不是“contacts.yaml”？' },
    ]);
  });
});

describe('a pack without wording and prepared questions', () => {
  it('loads with none', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'shenbao-bare-'));
    try {
      await cp(dir, copy, { recursive: true });
      await rm(join(copy, 'wording.yaml'));
      await rm(join(copy, 'faq.yaml'));
      const result = await loadPack(copy);
      expect(result).toMatchObject({ ok: true, value: { wording: {}, faq: { intents: [], silent: [] } } });
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });
});
