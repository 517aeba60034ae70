import type { Issue } from '../model/issue.ts';

/** An issue of a pack. Errors keep the pack from being used; warnings are worth the author's attention. */
export interface Finding extends Issue {
  readonly level: 'error' | 'warning';
}

/** The issue without its level, as `Result` carries it. */
export const issueOf = ({ level: _level, ...issue }: Finding): Issue => issue;
