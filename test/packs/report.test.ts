import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/packs/finding.ts';
import { formatReport } from '../../src/packs/report.ts';

const finding = (level: Finding['level'], file: string, line: number, message: string): Finding => ({
  level,
  code: 'pack:test',
  message,
  hint: '改一改',
  at: { file, line, column: 3 },
});

describe('a report', () => {
  it('goes through the files from top to bottom and counts', () => {
    const report = formatReport(
      [
        finding('error', 'b.yaml', 10, '丙'),
        finding('warning', 'b.yaml', 9, '乙'),
        finding('error', 'a.yaml', 1, '甲'),
      ],
      'conversations/x/',
    );
    expect(report).toBe(
      [
        'conversations/x/a.yaml:1:3: 错误：甲（改一改）',
        'conversations/x/b.yaml:9:3: 提醒：乙（改一改）',
        'conversations/x/b.yaml:10:3: 错误：丙（改一改）',
        '错误 2 处，提醒 1 处。',
      ].join('\n'),
    );
  });

  it('says when there is nothing to say', () => {
    expect(formatReport([])).toBe('没有发现问题。');
  });
});
