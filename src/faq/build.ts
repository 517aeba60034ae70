import type { PolicyAnswer, PolicyCard } from '../model/answer.ts';
import { readCitation } from './citation.ts';
import { conflictFinder } from './conflicts.ts';
import { confidenceOf, thresholds } from './decide.ts';
import { idleIn } from './idle.ts';
import { isInjection } from './injection.ts';
import { asksSomething, asksWhether, ownCase } from './language.ts';
import { lexiconOf } from './lexicon-of.ts';
import { type Match, match } from './match.ts';
import { paperReader } from './papers.ts';
import type { FaqIndex } from './port.ts';
import { Table } from './rank.ts';
import { repairerFor } from './repair.ts';
import { type Reply, replyFrom } from './reply.ts';
import type { FaqSource } from './source.ts';
import { bare, normalise } from './text.ts';

/** Characters of a question that are kept for the next one to lean on. */
const contextLength = 40;

/** Two words or more in Latin letters and none in Chinese; what was pinyin has become Chinese by now. */
const isEnglish = (text: string): boolean =>
  /(?<![a-z])[a-z]{2,}(?: [a-z]+)+/u.test(text) && !/\p{Script=Han}/u.test(text);

/** Letters that nobody asks anything with: marks only, a keyboard mash, one character over and over. */
const isNoise = (plain: string, known: boolean): boolean =>
  plain === '' || /^(.)\1{2,}$/u.test(plain) || (!known && !/\p{Script=Han}/u.test(plain));

/** Only words of the language and none about anything: 有没有, 是不是. Unless that is a phrase of its own (可以, 好的). */
const isWordless = ({ query, ranking }: Match): boolean =>
  query.reading.tokens.every(({ concept, reads }) => reads === '' || concept?.startsWith('say-')) &&
  (ranking[0]?.similarity ?? 0) < thresholds.verbatim;

/** The courtesy that leads, or that nothing about the notice was said. */
const toneOf = (best: Match['ranking'][number] | undefined): NonNullable<PolicyAnswer['tone']> =>
  best?.candidate.outcome.kind === 'smalltalk' ? best.candidate.outcome.tone : 'off-topic';

/** What leads among the clauses is a condition somebody may check their own unit against. */
const offersCheck = ({ ranking }: Match): boolean =>
  ranking.find(({ candidate: { outcome } }) => outcome.kind === 'clauses' || outcome.kind === 'silent')
    ?.candidate.selfCheck === true;

const traceOf = (text: string, { query, ranking }: Match, table: Table): PolicyAnswer['trace'] => {
  const [best] = ranking;
  return {
    normalised: text,
    intent: best && best.candidate.outcome.kind !== 'smalltalk' ? best.candidate.id : null,
    variant: best?.variant ?? null,
    concepts: [...new Set(query.reading.tokens.flatMap(({ concept }) => concept ?? []))],
    answerTypes: query.reading.types,
    unexplained: table.unexplained(query),
    rivals: ranking.slice(0, 6).map(({ candidate, score }) => ({ id: candidate.id, score })),
    score: best?.score ?? 0,
  };
};

/** Indexes a pack's questions and clauses. Pure: the same pack and question give the same answer everywhere. */
export const buildFaqIndex = (source: FaqSource): FaqIndex => {
  const { clauses, manifest } = source;
  const lexicon = lexiconOf(source);
  const table = new Table(source, { lexicon, papersIn: paperReader(source) });
  const repair = repairerFor(source, lexicon);
  const conflictsFor = conflictFinder(
    manifest.conflicts,
    lexicon,
    [...clauses.values()].flatMap(({ leaf, text }) => (leaf ? [text] : [])),
  );
  const named = new Map([
    ...Object.entries(source.faq.topics ?? {}).map(([id, { conflicts }]) => [id, conflicts] as const),
    ...source.faq.intents.map(({ id, conflicts }) => [id, conflicts] as const),
  ]);
  const known = new Set(manifest.conflicts.map(({ id }) => id));

  const conflictsOf = (intent: string | null, cards: readonly PolicyCard[], question: string): string[] => {
    const always = (intent ? (named.get(intent) ?? []) : []).filter(id => known.has(id));
    return [...new Set([...always, ...conflictsFor(cards, question)])];
  };

  return {
    answer(question, { context = null } = {}) {
      const { text: typed, truncated } = normalise(question);
      const text = repair(typed);
      const plain = bare(text);
      const cited = readCitation(text, manifest.documents, clauses);
      const found = match(table, cited?.clause ? cited.rest : text, context);
      const [best] = found.ranking;
      const legible =
        found.query.reading.tokens.some(({ concept }) => concept) ||
        (best?.similarity ?? 0) > thresholds.sure;

      const reply = (): Reply => {
        if (isInjection(text)) return { kind: 'smalltalk', tone: 'off-topic' };
        if (isNoise(plain, legible)) return { kind: 'smalltalk', tone: 'noise' };
        const idle = cited ? null : idleIn(text, found);
        if (idle === 'statement') return { kind: 'action', action: 'eligibility' };
        if (idle === 'idle') return { kind: 'smalltalk', tone: toneOf(best) };
        if (cited && !cited.clause) return { kind: 'silent', topic: cited.pointer };
        if (!cited && isWordless(found)) return { kind: 'smalltalk', tone: 'off-topic' };
        return replyFrom(found, cited?.clause ?? null, clauses);
      };

      const parts = reply();
      const policy = parts.kind === 'answer' || parts.kind === 'silent';
      const trace = traceOf(text, found, table);
      const asks = asksSomething.test(text) || trace.concepts.some(concept => concept.startsWith('say-'));
      const ownUnit = ownCase.test(text) && asksWhether.test(text);
      return {
        action: null,
        topic: null,
        tone: null,
        cards: [],
        ...parts,
        offerCheck: policy && ownUnit && offersCheck(found),
        confidence: cited?.clause ? 1 : confidenceOf(trace.score, asks),
        context: policy ? plain.slice(0, contextLength) : context,
        truncated,
        ...(isEnglish(text) ? { english: true } : {}),
        conflicts: parts.kind === 'answer' ? conflictsOf(trace.intent, parts.cards ?? [], plain) : [],
        trace,
      };
    },
  };
};
