import type { Action, PolicyAnswer } from '../model/answer.ts';
import type { Clause } from '../model/clause.ts';
import { conceptsOf } from './lexicon-of.ts';
import type { FaqSource } from './source.ts';
import { whetherPhrases, wishPhrases } from './wishes.ts';

export type Outcome =
  | { readonly kind: 'clauses'; readonly clauses: readonly string[] }
  | { readonly kind: 'silent'; readonly topic: string; readonly nearest: readonly string[] }
  | { readonly kind: 'action'; readonly action: Action }
  | { readonly kind: 'smalltalk'; readonly tone: NonNullable<PolicyAnswer['tone']> };

/** One thing a message may mean. All of them compete in one table. */
export interface Candidate {
  readonly id: string;
  readonly outcome: Outcome;
  /** A few words for it, for a heading. */
  readonly title: string;
  /** Somebody asking it about their own unit is also offered the self-check. */
  readonly selfCheck: boolean;
  readonly variants: readonly string[];
  /** Verbatim text that also speaks for it. */
  readonly text: string;
}

const textOf = (ids: readonly string[], clauses: ReadonlyMap<string, Clause>): string =>
  ids.map(id => clauses.get(id.replace(/第[一二三四五六七八九十]+款$/u, ''))?.text ?? '').join('\n');

/** Puts the pack's words into the slots of a phrasing. A slot without words stays empty. */
const filler = (source: FaqSource): ((phrase: string) => string) => {
  const concepts = conceptsOf(source);
  return phrase => phrase.replace(/\{([\w-]+)\}/gu, (_, id: string) => concepts.get(id)?.[0] ?? '');
};

const topicCandidates = (
  { faq, clauses, common }: FaqSource,
  fill: (phrase: string) => string,
): Candidate[] =>
  faq.topics === undefined
    ? []
    : common.topics.map(({ id, title, selfCheck, asks, english }) => {
        const said = faq.topics?.[id] ?? { near: [], asks: [] };
        const variants = [title, ...said.asks, ...asks.map(fill), ...english];
        return 'clauses' in said
          ? {
              id,
              title,
              selfCheck,
              variants,
              outcome: { kind: 'clauses', clauses: said.clauses },
              text: textOf(said.clauses, clauses),
            }
          : {
              id,
              title,
              selfCheck,
              variants,
              outcome: { kind: 'silent', topic: title, nearest: said.near },
              text: '',
            };
      });

const intentCandidates = ({ faq, clauses }: FaqSource): Candidate[] =>
  faq.intents.map(intent => ({
    id: intent.id,
    outcome: { kind: 'clauses', clauses: intent.clauses },
    title: intent.title ?? intent.variants[0]!,
    selfCheck: intent.selfCheck,
    variants: intent.title ? [intent.title, ...intent.variants] : intent.variants,
    text: textOf(intent.clauses, clauses),
  }));

const silentCandidates = ({ faq }: FaqSource): Candidate[] =>
  faq.silent.map(entry => ({
    id: entry.id,
    outcome: { kind: 'silent', topic: entry.topic, nearest: entry.nearest },
    title: entry.topic,
    selfCheck: false,
    variants: [entry.topic, ...entry.variants],
    text: '',
  }));

/** Every published section can be asked for by its name, its person and its number. */
const contactCandidates = ({ contacts }: FaqSource): Candidate[] =>
  contacts.sections.map(section => {
    const { name, phone } = section;
    const person = section.person?.replace(/\s+/gu, '');
    const called = (who: string) =>
      ['电话', '联系方式', '电话是多少', '怎么联系', '号码'].map(word => who + word);
    return {
      id: `contact-${section.id}`,
      outcome: { kind: 'clauses', clauses: [section.clause] },
      title: name,
      selfCheck: false,
      variants: [
        ...called(name),
        ...(person === undefined ? [] : called(person)),
        ...['联系人是谁', '谁负责', '找谁', '是谁接电话', '座机'].map(word => name + word),
        ...(person === undefined
          ? []
          : ['是哪个科室的', '在哪个科', '是谁', '是哪个部门的'].map(word => person + word)),
        ...(phone === undefined
          ? []
          : [`${phone.replace(/\D/gu, '')}是谁的电话`, `${phone.replace(/\D/gu, '').slice(-8)}是哪个科室`]),
      ],
      text: '',
    };
  });

/** A clause nobody wrote questions for can still be found by its own words. */
const clauseCandidates = ({ faq, clauses }: FaqSource): Candidate[] => {
  const topics = Object.values(faq.topics ?? {}).flatMap(said => ('clauses' in said ? said.clauses : []));
  const asked = new Set([...topics, ...faq.intents.flatMap(intent => intent.clauses)]);
  return [...clauses.values()]
    .filter(clause => clause.leaf && !asked.has(clause.id) && clause.text.trim().length > 12)
    .map(clause => ({
      id: `clause:${clause.id}`,
      outcome: { kind: 'clauses', clauses: [clause.id] },
      title: clause.id,
      selfCheck: false,
      variants: clause.text
        .split(/[。；\n]/u)
        .map(part => part.trim())
        .filter(part => part.length > 5),
      text: clause.text,
    }));
};

const actionCandidates = ({ faq, common }: FaqSource, fill: (phrase: string) => string): Candidate[] =>
  Object.entries(common.wishes).map(([name, wish]) => ({
    id: `action:${name}`,
    outcome: { kind: 'action', action: name as Action },
    title: name,
    selfCheck: false,
    variants: [
      ...[...(name === 'eligibility' ? whetherPhrases() : []), ...wishPhrases(wish)].map(fill),
      ...wish.english,
      ...(faq.actions[name as Action] ?? []),
    ],
    text: '',
  }));

const smallTalkCandidates = ({ common }: FaqSource): Candidate[] =>
  common.talk.map(({ id, tone, says, english }) => ({
    id: `talk:${id}`,
    outcome: { kind: 'smalltalk', tone },
    title: tone,
    selfCheck: false,
    variants: [...says, ...english],
    text: '',
  }));

export const candidatesOf = (source: FaqSource): Candidate[] => {
  const fill = filler(source);
  return [
    ...topicCandidates(source, fill),
    ...intentCandidates(source),
    ...silentCandidates(source),
    ...contactCandidates(source),
    ...clauseCandidates(source),
    ...actionCandidates(source, fill),
    ...smallTalkCandidates(source),
  ];
};
