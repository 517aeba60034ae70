import type { Action, PolicyAnswer, PolicyCard, PolicyPart } from '../model/answer.ts';
import { chineseDate } from '../model/calendar.ts';
import type { Citation } from '../model/clause.ts';
import type { Block } from '../model/message.ts';
import { contactWays } from '../model/pack/contacts.ts';
import type { Pack } from '../model/pack/pack.ts';
import { plainText } from '../model/plain-text.ts';
import { text } from './scene.ts';
import { say } from './wording.ts';
import { englishWording } from './wording-english.ts';

/** What of a pack a policy reply is made of. */
export type ReplySource = Pick<Pack, 'manifest' | 'clauses' | 'contacts'> & Partial<Pick<Pack, 'wording'>>;

const slice = ({ clause, quote }: Citation, marks: readonly string[] = []): Block => ({
  kind: 'quote',
  citation: { clause, quote },
  label: clause,
  ...(marks.length > 0 ? { marks: [...marks] } : {}),
});

/** An item of a list is shown under the words that introduce the list: without them it has no subject. */
const cardBlocks = (cards: readonly PolicyCard[]): Block[] =>
  cards.flatMap(card => [...(card.lead ? [slice(card.lead)] : []), slice(card, card.marks)]);

/** The published contact lines, verbatim. */
export const sectionBlocks = ({ contacts, clauses }: Pick<Pack, 'contacts' | 'clauses'>): Block[] => {
  const shown = new Set(contacts.sections.map(({ quote }) => quote));
  return contacts.sections.flatMap(section => {
    const { clause, quote, phone } = section;
    const ways = contactWays.flatMap(way => section[way] ?? []);
    // An address may stand in a line of its own; each such line is shown once.
    const lines = (clauses.get(clause)?.text ?? '').split('\n').map(text => text.trim());
    const beside = ways.flatMap(way => {
      const line = quote.includes(way) ? undefined : lines.find(text => text.includes(way));
      if (line === undefined || [...shown].some(text => text.includes(line))) return [];
      shown.add(line);
      return [slice({ clause, quote: line }, [way])];
    });
    return [
      slice({ clause, quote }, [
        ...(phone === undefined ? [] : [phone]),
        ...ways.filter(way => quote.includes(way)),
      ]),
      ...beside,
    ];
  });
};

/**
 * The places of a contradiction that are not on the cards, and the office's reading of it, marked as such. A reading that
 * is still to be confirmed is the office's own note and not shown.
 */
const conflictBlocks = (answer: PolicyAnswer, source: ReplySource, wording: Pick<Pack, 'wording'>): Block[] =>
  source.manifest.conflicts
    .filter(({ id }) => answer.conflicts.includes(id))
    .flatMap(({ title, cites, ruling, confirmed }) => {
      const elsewhere = cites.filter(
        ({ clause, quote }) =>
          !answer.cards.some(card => card.clause === clause && card.quote.includes(quote)),
      );
      return [
        text(say(wording, elsewhere.length > 0 ? 'policy.conflict' : 'policy.conflictAbove', { title })),
        ...elsewhere.map(cite => slice(cite)),
        ...(confirmed ? [text(say(wording, 'policy.ruling', { ruling }))] : []),
      ];
    });

/** Several things asked at once, each under its own heading. */
const partBlocks = (parts: readonly PolicyPart[], wording: Pick<Pack, 'wording'>): Block[] =>
  parts.flatMap(({ title, silent, cards }) =>
    silent
      ? [text(say(wording, 'policy.partlySilent', { topic: title }))]
      : [text(say(wording, 'policy.about', { topic: title })), ...cardBlocks(cards)],
  );

/** Documents on the cards whose stated term is over on `today`: said, and marked as computed. */
const expiryBlocks = (
  answer: PolicyAnswer,
  source: ReplySource,
  today: string,
  wording: Pick<Pack, 'wording'>,
): Block[] => {
  const cited = new Set(answer.cards.map(({ clause }) => source.clauses.get(clause)?.document));
  return source.manifest.documents.flatMap(({ id, title, validity }) =>
    validity && cited.has(id) && validity.until < today
      ? [text(say(wording, 'policy.expired', { title, until: chineseDate(validity.until) }))]
      : [],
  );
};

const body = (answer: PolicyAnswer, source: ReplySource, wording: Pick<Pack, 'wording'>): Block[] => {
  switch (answer.kind) {
    case 'answer':
      if (answer.parts)
        return [text(say(wording, 'policy.fromSource')), ...partBlocks(answer.parts, wording)];
      return [
        text(say(wording, 'policy.fromSource')),
        ...cardBlocks(answer.cards),
        ...(answer.topic ? [text(say(wording, 'policy.partlySilent', { topic: answer.topic }))] : []),
      ];
    case 'silent':
      return [
        ...partBlocks(answer.parts?.slice(0, -1) ?? [], wording),
        text(
          answer.topic
            ? say(wording, 'policy.silent', { topic: answer.topic })
            : say(wording, 'policy.silentBare'),
        ),
        ...sectionBlocks(source),
        ...(answer.cards.length > 0 ? [text(say(wording, 'policy.near')), ...cardBlocks(answer.cards)] : []),
      ];
    case 'action': {
      const action = answer.action!;
      const withContacts: readonly Action[] = ['contacts', 'human'];
      return [
        text(say(wording, `action.${action}`)),
        ...(withContacts.includes(action) ? sectionBlocks(source) : []),
      ];
    }
    case 'smalltalk':
      return [
        text(say(wording, `smalltalk.${answer.tone ?? 'off-topic'}`, { office: source.manifest.office })),
      ];
    default:
      return answer.kind satisfies never;
  }
};

/**
 * The reply to a policy question: exact slices and registered sentences, never yes or no. `today` is the office's date,
 * `YYYY-MM-DD`.
 */
export const replyBlocks = (answer: PolicyAnswer, source: ReplySource, today: string): Block[] => {
  const wording = { wording: { ...source.wording, ...(answer.english ? englishWording : {}) } };
  return [
    ...(answer.truncated ? [text(say(wording, 'policy.truncated'))] : []),
    ...body(answer, source, wording),
    ...conflictBlocks(answer, source, wording),
    ...expiryBlocks(answer, source, today, wording),
    ...(answer.offerCheck ? [text(say(wording, 'policy.offerCheck'))] : []),
  ];
};

/** The same reply as plain text. */
export const composeReply = (answer: PolicyAnswer, source: ReplySource, today: string): string =>
  plainText({ blocks: replyBlocks(answer, source, today) });

/** One line of `ask --json`. */
export interface AskLine {
  readonly id: string;
  readonly kind: PolicyAnswer['kind'];
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly action: Action | null;
}

export const toAskLine = (answer: PolicyAnswer, id: string, source: ReplySource, today: string): AskLine => {
  const blocks = replyBlocks(answer, source, today);
  const cited = blocks.flatMap(block => (block.kind === 'quote' ? [block.citation] : []));
  const cards = answer.cards.flatMap(({ clause, quote, lead }) => [
    { clause, quote },
    ...(lead ? [lead] : []),
  ]);
  return {
    id,
    kind: answer.kind,
    text: plainText({ blocks }),
    citations: answer.kind === 'action' ? cited : cards,
    action: answer.action,
  };
};
