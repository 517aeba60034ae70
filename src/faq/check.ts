import type { Issue } from '../model/issue.ts';
import { type Candidate, candidatesOf, type Outcome } from './candidates.ts';
import { lexiconOf } from './lexicon-of.ts';
import { paperReader } from './papers.ts';
import { Table } from './rank.ts';
import type { FaqSource } from './source.ts';
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
  const silent = [own, rival].find(({ outcome }) => outcome.kind === 'silent');
  const spoken = [own, rival].find(({ outcome }) => outcome.kind === 'clauses');
  return {
    code: silent && spoken ? 'faq:silent-shadows' : 'faq:variant-two-intents',
    message:
      silent && spoken
        ? `问法「${variant}」（${own.id}）与 ${rival.id} 几乎相同，${spoken.id} 会被答成 ${silent.id} 的“通知未载明”，或反过来`
        : `问法「${variant}」同时像 ${own.id} 和 ${rival.id}`,
    hint: '删去其中一处，或把两处写得更不同',
  };
};

const variantIssues = (source: FaqSource): Issue[] => {
  const candidates = candidatesOf(source);
  const table = new Table(source, { lexicon: lexiconOf(source), papersIn: paperReader(source) });
  const own = new Map<string, readonly string[]>([
    ...[...source.faq.intents, ...source.faq.silent].map(({ id, variants }) => [id, variants] as const),
    ...Object.entries(source.faq.topics ?? {}).map(([id, { asks }]) => [id, asks] as const),
  ]);
  return candidates
    .filter(({ id }) => own.has(id))
    .flatMap(candidate =>
      own.get(candidate.id)!.flatMap(variant => {
        const rival = table
          .rank(table.query(normalise(variant).text))
          .find(other => other.candidate.id !== candidate.id && other.similarity >= sameQuestion);
        return rival && !answersAlike(candidate.outcome, rival.candidate.outcome)
          ? [rivalIssue(candidate, variant, rival.candidate)]
          : [];
      }),
    );
};

const unreachedClauses = ({ faq, clauses }: FaqSource): Issue[] => {
  const topics = Object.values(faq.topics ?? {}).flatMap(said => ('clauses' in said ? said.clauses : []));
  const reached = new Set([...topics, ...faq.intents.flatMap(intent => intent.clauses)]);
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
