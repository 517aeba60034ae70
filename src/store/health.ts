import type { Issue } from '../model/issue.ts';

/** What is wrong with a store. Asked at start, by `doctor`, and every ten seconds while the assistant runs. */
export interface StoreHealth {
  /** The store must not be used: nothing may be acknowledged. */
  readonly refusals: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** The store works, but would lose or spoil what it is given. `issues` say what to change. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(
      issues.map(({ message, hint }) => (hint === undefined ? message : `${message}；${hint}`)).join('\n'),
    );
    this.issues = issues;
  }
}
