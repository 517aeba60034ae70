import type { Issue } from '../model/issue.ts';
import { type Candidate, candidatesOf, type FaqSource, type Outcome } from './candidates.ts';
import { Table } from './rank.ts';
import { normalise } from './text.ts';

/** Two questions this close read as one. */
const sameQuestion = 0.93;

/** Shorter clauses are headings. */
const headingLength = 14;

const answersAlike = (a: Outcome, b: Outcome): boolean =>
  a.kind === 'clauses' && b.kind === 'clauses'
    ? a.clauses.some(id => b.clauses.includes(id))
    : a.kind === b.kind && a.kind === 'smalltalk';

const rivalIssue = (own: Candidate, variant: string, rival: Candidate): Issue => {
  const shadows = own.outcome.kind === 'clauses' && rival.outcome.kind === 'silent';
  return {
    code: shadows ? 'faq:silent-shadows' : 'faq:variant-two-intents',
    message: shadows
      ? `问法「${variant}」（${own.id}）与“通知未载明”的 ${rival.id} 几乎相同，会被答成未载明`
      : `问法「${variant}」同时像 ${own.id} 和 ${rival.id}`,
    hint: '删去其中一处，或把两处写得更不同',
  };
};

const variantIssues = (source: FaqSource): Issue[] => {
  const candidates = candidatesOf(source);
  const table = new Table(source);
  const written = new Set([...source.faq.intents, ...source.faq.silent].map(({ id }) => id));
  return candidates
    .filter(({ id }) => written.has(id))
    .flatMap(own =>
      own.variants.flatMap(variant => {
        const rival = table
          .rank(table.query(normalise(variant).text))
          .find(({ candidate, similarity }) => candidate.id !== own.id && similarity >= sameQuestion);
        return rival && !answersAlike(own.outcome, rival.candidate.outcome)
          ? [rivalIssue(own, variant, rival.candidate)]
          : [];
      }),
    );
};

const unreachedClauses = ({ faq, clauses }: FaqSource): Issue[] => {
  const reached = new Set(faq.intents.flatMap(intent => intent.clauses));
  const within = (id: string | undefined): boolean =>
    id !== undefined && (reached.has(id) || within(clauses.get(id)?.parent));
  return [...clauses.values()]
    .filter(({ id, leaf, text }) => leaf && text.trim().length >= headingLength && !within(id))
    .map(({ id }) => ({
      code: 'faq:clause-unreached',
      message: `没有问法指向条款 ${id}`,
      hint: '为它写几种问法',
    }));
};

const unknownConflicts = ({ faq, manifest }: FaqSource): Issue[] => {
  const known = new Set(manifest.conflicts.map(({ id }) => id));
  return faq.intents.flatMap(intent =>
    intent.conflicts
      .filter(id => !known.has(id))
      .map(id => ({
        code: 'faq:unknown-conflict',
        message: `${intent.id} 提到的 ${id} 不在 pack.yaml 的 conflicts 里`,
      })),
  );
};

/** What the author of `faq.yaml` should look at: warnings, none of which stops the pack from loading. */
export const checkFaq = (source: FaqSource): Issue[] => [
  ...variantIssues(source),
  ...unreachedClauses(source),
  ...unknownConflicts(source),
];
