import type { Issue } from './model/issue.ts';

/** Expected trouble where only an exception can carry it: the message is made of the issues, one a line. */
export class IssueError extends Error {
  override readonly name = 'IssueError';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(
      issues
        .map(
          ({ message, hint, at }) =>
            `${at ? `${at.file}:${at.line}:${at.column}: ` : ''}${message}${hint ? `（${hint}）` : ''}`,
        )
        .join('\n'),
    );
    this.issues = issues;
  }
}
