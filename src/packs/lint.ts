import type { Draft } from './draft.ts';
import type { Finding } from './finding.ts';
import { checkCitations } from './lint/citations.ts';
import { checkEligibility } from './lint/eligibility.ts';
import { checkForm } from './lint/form.ts';
import { checkManifest } from './lint/manifest.ts';
import { checkContacts, checkReview } from './lint/people.ts';
import { Reporter } from './lint/reporter.ts';
import { checkFaq, checkWording } from './lint/sentences.ts';
import { checkTemplate } from './lint/template.ts';
import { checkTopics } from './lint/topics.ts';

export interface LintOptions {
  /** The built-in sentences by key; without them wording.yaml is not checked. */
  readonly catalogue?: Readonly<Record<string, string>>;
}

/** Checks what no single file can show: that clauses, quotes, facts, fields and sections fit together. */
export const lintPack = ({ pack, sources }: Draft, options: LintOptions = {}): Finding[] => {
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
  if (options.catalogue) checkWording(pack, options.catalogue, reporter);
  return reporter.findings;
};
