import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectPack, loadPack } from '../../src/packs/load.ts';
import { formatReport } from '../../src/packs/report.ts';
import { brokenPackNames, brokenPacks, withBrokenPack } from './overlay.ts';

/** Stands for the built-in sentences, which packs/ does not know. */
const catalogue = { 'menu.hello': '您好，这里是{office}申报助手。' };

const names = await brokenPackNames();

describe('a broken pack', () => {
  it('differs from a base that loads without complaint', async () => {
    const { draft, findings } = await inspectPack(join(brokenPacks, 'base'), { catalogue });
    expect(findings).toEqual([]);
    expect(draft).not.toBeNull();
  });

  it('comes in at least twenty kinds', () => {
    expect(names.length).toBeGreaterThanOrEqual(20);
  });

  it.each(names)('%s is refused with place, reason and remedy', async name => {
    await withBrokenPack(name, async (dir, expected) => {
      const result = await loadPack(dir, { catalogue });
      if (result.ok) throw new Error(`${name} was loaded`);
      expect(result.issues).not.toEqual([]);
      const found = result.issues.map(issue => ({
        at: issue.at && `${issue.at.file}:${issue.at.line}:${issue.at.column}`,
        code: issue.code,
        message: issue.message,
        hint: issue.hint,
      }));
      expect(found).toContainEqual({
        at: expected.at,
        code: expected.code,
        message: expect.stringContaining(expected.message),
        hint: expect.stringContaining(expected.hint ?? ''),
      });
    });
  });

  it.each(names)('%s is reported in Chinese, without a stack trace', async name => {
    await withBrokenPack(name, async dir => {
      const { findings } = await inspectPack(dir, { catalogue });
      for (const finding of findings) {
        expect(finding.message).toMatch(/\p{Script=Han}/u);
        expect(finding.hint).toMatch(/\p{Script=Han}/u);
        expect(finding.at?.line).toBeGreaterThan(0);
      }
      const report = formatReport(findings);
      expect(report).not.toMatch(/\n\s+at |Error\b|node_modules|\bzod\b|undefined|\[object/i);
      expect(report).toMatch(/错误 \d+ 处，提醒 \d+ 处。$/);
    });
  });
});

describe('a folder that is not there', () => {
  it('is an issue like any other', async () => {
    const result = await loadPack(join(brokenPacks, 'no-such-pack'));
    expect(result).toMatchObject({ ok: false, issues: [{ code: 'pack:missing-folder' }] });
  });
});
