import type { Issue } from '../model/issue.ts';
import type { Finding } from './finding.ts';

/** `file:line:column: message（hint）`, as editors and terminals make it clickable. `prefix` goes before the file. */
const formatIssue = (issue: Issue, prefix = ''): string => {
  const place = issue.at ? `${prefix}${issue.at.file}:${issue.at.line}:${issue.at.column}: ` : '';
  const hint = issue.hint === undefined ? '' : `（${issue.hint}）`;
  return `${place}${issue.message}${hint}`;
};

const inOrder = (a: Finding, b: Finding): number => {
  const [p, q] = [a.at, b.at];
  if (!p || !q) return p ? 1 : q ? -1 : 0;
  return p.file < q.file ? -1 : p.file > q.file ? 1 : p.line - q.line || p.column - q.column;
};

/** The whole report for an author: one line a finding in the order of the files, then the count. */
export const formatReport = (findings: readonly Finding[], prefix = ''): string => {
  const errors = findings.filter(finding => finding.level === 'error').length;
  const warnings = findings.length - errors;
  const lines = [...findings].sort(inOrder).map(finding => {
    const level = finding.level === 'error' ? '错误' : '提醒';
    return formatIssue({ ...finding, message: `${level}：${finding.message}` }, prefix);
  });
  const summary = errors + warnings === 0 ? '没有发现问题。' : `错误 ${errors} 处，提醒 ${warnings} 处。`;
  return [...lines, summary].join('\n');
};
