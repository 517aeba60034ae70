import type { Eligibility } from '../model/pack/eligibility.ts';
import type { Field } from '../model/pack/form.ts';
import type { Draft } from './draft.ts';
import type { Finding } from './finding.ts';
import { checkCitations } from './lint/citations.ts';
import { checkEligibility } from './lint/eligibility.ts';
import { checkExamples, checkForm } from './lint/form.ts';
import { checkManifest } from './lint/manifest.ts';
import { checkOptions } from './lint/options.ts';
import { checkContacts, checkReview } from './lint/people.ts';
import { Reporter } from './lint/reporter.ts';
import { checkFaq, checkWording } from './lint/sentences.ts';
import { checkSignoff } from './lint/signoff.ts';
import { checkStale } from './lint/stale.ts';
import { checkTemplate } from './lint/template.ts';
import { checkTopics } from './lint/topics.ts';

export interface LintOptions {
  /** The built-in sentences by key; without them wording.yaml is not checked. */
  readonly catalogue?: Readonly<Record<string, string>>;
  /** What the engine finds wrong with the criteria as a whole; without it only their references are checked. */
  readonly criterionTroubles?: (eligibility: Eligibility) => readonly {
    readonly index: number;
    readonly key: string;
    readonly code: string;
    readonly message: string;
    readonly hint: string;
  }[];
  /** Whether what changed since last year must be signed; without it nobody asks. */
  readonly signoff?: 'required' | 'rehearsal';
  /** Whether a field takes a text on a day (`YYYY-MM-DD`); without it examples are not checked. */
  readonly takes?: (field: Field, text: string, today: string) => boolean;
}

/** Checks what no single file can show: that clauses, quotes, facts, fields and sections fit together. */
export const lintPack = ({ pack, signoff, sources }: Draft, options: LintOptions = {}): Finding[] => {
  const reporter = new Reporter(sources);
  checkManifest(pack, reporter);
  checkCitations(pack, reporter);
  checkEligibility(pack, reporter);
  checkForm(pack, reporter);
  checkTemplate(pack, reporter);
  checkContacts(pack, reporter);
  checkReview(pack, reporter);
  checkFaq(pack, reporter);
  checkTopics(pack, reporter);
  checkOptions(pack, reporter);
  checkStale(pack, reporter);
  if (options.catalogue) checkWording(pack, options.catalogue, reporter);
  for (const { index, key, code, message, hint } of options.criterionTroubles?.(pack.eligibility) ?? [])
    reporter.error(['eligibility.yaml', ['criteria', index, key]], code, message, hint);
  if (options.signoff) checkSignoff(signoff, pack.clauses, options.signoff, reporter);
  if (options.takes) checkExamples(pack, options.takes, reporter);
  return reporter.findings;
};
