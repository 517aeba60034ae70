import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RolledOver, rollOver } from '../../src/authoring/rollover.ts';
import { sheetDocx, sheetMarkdown } from '../../src/authoring/signoff-sheet.ts';
import { writeFiles } from '../../src/commands/papers.ts';
import { readDocx } from '../../src/documents/docx-text.ts';
import { packChecks, rehearsalChecks } from '../../src/pack-checks.ts';
import { inspectPack, loadPack } from '../../src/packs/load.ts';

const dir = new URL('../../conversations/wanzhou-2022', import.meta.url).pathname;

/** The next year's text: a condition gone, copies and an address stated, another last day. */
const nextYear = (notice: string): string =>
  notice
    .replaceAll('2022年', '2023年')
    .replace('〔2022〕42号', '〔2023〕31号')
    .replace('先进制造、食品加工、节能减碳', '先进制造、节能减碳')
    .replace('建设单位是企业的，应是规模以上企业。', '')
    .replace(
      '报送至区科技局相关业务科室。',
      '一式三份报送至区科技局相关业务科室，电子版发送至kjj@example.cn。',
    );

let rolled: RolledOver;

const texts = async (): Promise<Map<string, string>> => {
  const paths = [
    'pack.yaml',
    ...['13-核对与提交', '02-资格自测-企业'].map(name => `transcripts/${name}.yaml`),
  ];
  return new Map(
    await Promise.all(paths.map(async path => [path, await readFile(join(dir, path), 'utf8')] as const)),
  );
};

beforeAll(async () => {
  const pack = await loadPack(dir);
  if (!pack.ok) throw new Error('unreadable');
  const notice = await readFile(join(dir, 'sources/通知.md'), 'utf8');
  rolled = rollOver(pack.value, await texts(), { name: '通知', text: nextYear(notice), docx: null }, []);
});

describe("next year's pack", () => {
  it('takes the new name, number and window, and keeps what was not given anew', () => {
    expect(rolled.name).toBe('wanzhou-2023');
    const manifest = rolled.files.get('pack.yaml')!;
    expect(manifest).toMatch(/closes: 2023-09-16 # 请核对/u);
    expect(manifest).toMatch(/number: 万州科局发〔2023〕31号/u);
    expect(manifest).toMatch(/prefix: WZ23/u);
    expect(rolled.notes.filter(note => note.startsWith('没有给出新的'))).toHaveLength(3);
  });

  it('lists whatever rests on a changed clause, with old and new text', () => {
    const on = (clause: string) =>
      rolled.lines.filter(line => line.clause === clause).map(({ what }) => what);
    expect(on('通知·三(一)')).toEqual(
      expect.arrayContaining(['自测事项「规模以上企业」', '话题「企业规模要求」']),
    );
    expect(on('通知·一').some(what => what.startsWith('自测事项「申报领域」和它的选项'))).toBe(true);
    expect(on('通知·一').some(what => what.startsWith('领域对应的科室'))).toBe(true);
    expect(on('通知·五(二)')).toEqual(
      expect.arrayContaining([
        '报送方式',
        '“未载明”的话题「材料份数」',
        '“未载明”的话题「电子邮箱」',
        '材料「《万州区技术创新中心建设方案》」',
      ]),
    );
    expect(on('通知·五(三)'), 'an unchanged clause').toEqual([]);
    const scale = rolled.lines.find(({ what }) => what === '自测事项「规模以上企业」')!;
    expect(scale.before).toContain('应是规模以上企业');
    expect(scale.after).not.toContain('规模以上');
  });

  it('prints the sheet to sign, one row a line', () => {
    const markdown = sheetMarkdown(rolled);
    expect(markdown.split('\n').filter(line => /^\| s\d+ /u.test(line))).toHaveLength(rolled.lines.length);
    const word = readDocx(sheetDocx(rolled));
    expect(word.ok && word.value.filter(({ kind }) => kind === 'row').length).toBe(rolled.lines.length + 1);
  });

  it('is refused until everything is signed, and again when a clause changes after that', async () => {
    const next = await mkdtemp(join(tmpdir(), 'shenbao-next-'));
    try {
      await cp(dir, next, { recursive: true });
      await writeFiles(next, rolled.files, 'w');
      const open = async () =>
        (await inspectPack(next, packChecks)).findings.filter(({ code }) => code.startsWith('signoff:'));
      expect((await open()).filter(({ level, at }) => level === 'error' && at!.line > 1)).toHaveLength(
        rolled.lines.length,
      );
      const rehearsed = (await inspectPack(next, rehearsalChecks)).findings.filter(
        ({ code }) => code === 'signoff:open',
      );
      expect(rehearsed.every(({ level }) => level === 'warning')).toBe(true);

      const path = join(next, 'signoff.yaml');
      const signed = (await readFile(path, 'utf8'))
        .replaceAll('name: ""', 'name: 张三')
        .replaceAll('date: ""', 'date: 2023-08-20');
      await writeFile(path, signed);
      expect(await open()).toEqual([]);
      const notice = join(next, 'sources/通知.md');
      await writeFile(notice, (await readFile(notice, 'utf8')).replace('一式三份', '一式五份'));
      expect((await open()).map(({ code }) => code)).toContain('signoff:stale');
    } finally {
      await rm(next, { recursive: true, force: true });
    }
  });
});
