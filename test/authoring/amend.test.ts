import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amendPack } from '../../src/authoring/amend.ts';
import { writeFiles } from '../../src/commands/papers.ts';
import { buildFaqIndex } from '../../src/faq/build.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import { packChecks } from '../../src/pack-checks.ts';
import { inspectPack, loadPack } from '../../src/packs/load.ts';

const base = new URL('../fixtures/packs/yunxi-workshop-2026', import.meta.url).pathname;
const extension = [
  '关于延长2026年非遗工坊申报时间的通知',
  '各区县文化和旅游委，各有关单位：',
  '为方便各单位申报，现将有关事项通知如下。',
  '一、申报截止时间延长至2026年4月30日。',
  '二、其他事项不变。',
  '云溪市文化和旅游局',
  '2026年4月3日',
  '',
].join('\n');

let dir: string;
let amended: Pack;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'shenbao-amend-'));
  await cp(base, dir, { recursive: true });
  const pack = await loadPack(dir);
  if (!pack.ok) throw new Error('unreadable');
  const files = ['pack.yaml', 'faq.yaml'];
  const texts = new Map(
    await Promise.all(files.map(async file => [file, await readFile(join(dir, file), 'utf8')] as const)),
  );
  await writeFiles(
    dir,
    amendPack(pack.value, texts, { name: '延期通知', text: extension, docx: null }).files,
    'w',
  );
  const { draft, findings } = await inspectPack(dir, packChecks);
  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  amended = draft!.pack;
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('an extension of a running notice', () => {
  it('moves the last day to its own clause, and keeps the first', () => {
    expect(amended.manifest.window).toMatchObject({
      opens: '2026-03-02',
      closes: '2026-04-30',
      clause: '补充通知·一',
    });
  });

  it('is shown beside the old text to whoever asks for the last day', () => {
    const answer = buildFaqIndex(amended).answer('申报截止到什么时候');
    expect(answer.cards.map(({ clause }) => clause)).toEqual(
      expect.arrayContaining(['补充通知·一', '通知·七(一)']),
    );
    expect(answer.conflicts).toContain('截止日期调整');
  });
});
