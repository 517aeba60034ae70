import type { Action, PolicyAnswer } from '../model/answer.ts';
import type { Clause } from '../model/clause.ts';
import type { Pack } from '../model/pack/pack.ts';
import { actionPhrases } from './actions.ts';
import { smallTalk } from './small-talk.ts';

/** What the matcher builds on. A loaded pack is one. */
export type FaqSource = Pick<Pack, 'manifest' | 'clauses' | 'faq' | 'contacts'>;

export type Outcome =
  | { readonly kind: 'clauses'; readonly clauses: readonly string[] }
  | { readonly kind: 'silent'; readonly topic: string; readonly nearest: readonly string[] }
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'smalltalk'; readonly tone: NonNullable<PolicyAnswer['tone']> };

/** One thing a message may mean. All of them compete in one table. */
export interface Candidate {
  readonly id: string;
  readonly outcome: Outcome;
  readonly stage: 'before' | 'building' | 'after' | 'any';
  readonly variants: readonly string[];
  /** Verbatim text that also speaks for it. */
  readonly text: string;
}

const textOf = (ids: readonly string[], clauses: ReadonlyMap<string, Clause>): string =>
  ids.map(id => clauses.get(id.replace(/第[一二三四五六七八九十]+款$/u, ''))?.text ?? '').join('\n');

const intentCandidates = ({ faq, clauses }: FaqSource): Candidate[] =>
  faq.intents.map(intent => ({
    id: intent.id,
    outcome: { kind: 'clauses', clauses: intent.clauses },
    stage: intent.stage,
    variants: intent.variants,
    text: textOf(intent.clauses, clauses),
  }));

const silentCandidates = ({ faq }: FaqSource): Candidate[] =>
  faq.silent.map(entry => ({
    id: entry.id,
    outcome: { kind: 'silent', topic: entry.topic, nearest: entry.nearest },
    stage: 'any',
    variants: [entry.topic, ...entry.variants],
    text: '',
  }));

/** Every published section can be asked for by its name, its person and its number. */
const contactCandidates = ({ contacts }: FaqSource): Candidate[] =>
  contacts.sections.map(section => {
    const { name, phone } = section;
    const person = section.person.replace(/\s+/gu, '');
    const called = (who: string) =>
      ['电话', '联系方式', '电话是多少', '怎么联系', '号码'].map(word => who + word);
    return {
      id: `contact-${section.id}`,
      outcome: { kind: 'clauses', clauses: [section.clause] },
      stage: 'any',
      variants: [
        ...called(name),
        ...called(person),
        ...['联系人是谁', '谁负责', '找谁', '是谁接电话', '座机'].map(word => name + word),
        ...['是哪个科室的', '在哪个科', '是谁', '是哪个部门的'].map(word => person + word),
        `${phone.replace(/\D/gu, '')}是谁的电话`,
        `${phone.replace(/\D/gu, '').slice(-8)}是哪个科室`,
      ],
      text: '',
    };
  });

/** A clause nobody wrote questions for can still be found by its own words. */
const clauseCandidates = ({ faq, clauses }: FaqSource): Candidate[] => {
  const asked = new Set(faq.intents.flatMap(intent => intent.clauses));
  return [...clauses.values()]
    .filter(clause => clause.leaf && !asked.has(clause.id) && clause.text.trim().length > 12)
    .map(clause => ({
      id: `clause:${clause.id}`,
      outcome: { kind: 'clauses', clauses: [clause.id] },
      stage: 'any',
      variants: clause.text
        .split(/[。；\n]/u)
        .map(part => part.trim())
        .filter(part => part.length > 5),
      text: clause.text,
    }));
};

const actionCandidates = ({ faq }: FaqSource): Candidate[] =>
  Object.entries(actionPhrases).map(([name, phrases]) => ({
    id: `action:${name}`,
    outcome: { kind: 'action', action: name as Action },
    stage: 'any',
    variants: [...phrases, ...(faq.actions[name as Action] ?? [])],
    text: '',
  }));

const smallTalkCandidates = (): Candidate[] =>
  smallTalk.map(({ id, tone, phrases }) => ({
    id: `talk:${id}`,
    outcome: { kind: 'smalltalk', tone },
    stage: 'any',
    variants: phrases,
    text: '',
  }));

export const candidatesOf = (source: FaqSource): Candidate[] => [
  ...intentCandidates(source),
  ...silentCandidates(source),
  ...contactCandidates(source),
  ...clauseCandidates(source),
  ...actionCandidates(source),
  ...smallTalkCandidates(),
];
