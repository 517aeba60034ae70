import type { Issue } from '../model/issue.ts';

/** An issue of a pack. Errors keep the pack from being used; warnings are worth the author's attention. */
export interface Finding extends Issue {
  readonly level: 'error' | 'warning';
  /** How to mend it: authors are never left with a complaint alone. */
  readonly hint: string;
}

/** The issue without its level, as `Result` carries it. */
export const issueOf = ({ level: _level, ...issue }: Finding): Issue => issue;

/** A finding about a file as a whole. */
export const aboutFile = (
  level: Finding['level'],
  code: string,
  file: string,
  message: string,
  hint: string,
): Finding => ({ level, code, message, hint, at: { file, line: 1, column: 1 } });
