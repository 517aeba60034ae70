import type { Draft } from './draft.ts';
import type { Finding } from './finding.ts';
import { checkCitations } from './lint/citations.ts';
import { Reporter } from './lint/reporter.ts';

export interface LintOptions {
  /** Keys of the built-in catalogue of sentences; without it the keys of wording.yaml are not checked. */
  readonly wordingKeys?: readonly string[];
}

/** Checks what no single file can show: that clauses, quotes, facts, fields and sections fit together. */
export const lintPack = (draft: Draft, _options: LintOptions = {}): Finding[] => {
  const reporter = new Reporter(draft.sources);
  checkCitations(draft.pack, reporter);
  return reporter.findings;
};
