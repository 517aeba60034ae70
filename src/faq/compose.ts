import type { Action, PolicyAnswer, PolicyCard } from '../model/answer.ts';
import { chineseDate } from '../model/calendar.ts';
import type { Citation } from '../model/clause.ts';
import type { FaqSource } from './candidates.ts';
import { templates } from './templates.ts';

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/gu, (_, name: string) => values[name] ?? '');

const cardText = ({ clause, quote, lead }: PolicyCard): string =>
  [fill(templates.cardHead, { clause }), templates.original, ...(lead ? [lead.quote] : []), quote].join('\n');

const sectionLines = ({ contacts }: FaqSource): string[] => contacts.sections.map(section => section.quote);

const conflictLines = ({ conflicts }: PolicyAnswer, { manifest }: FaqSource): string[] =>
  manifest.conflicts
    .filter(({ id }) => conflicts.includes(id))
    .flatMap(({ title, cites, ruling, confirmed }) => [
      fill(templates.conflict, { title }),
      ...cites.map(({ clause, quote }) => `${fill(templates.cardHead, { clause })}${quote}`),
      fill(templates.ruling, { pending: confirmed ? '' : templates.pending, ruling }),
    ]);

/** Documents on the cards that are past their validity on `today` (`YYYY-MM-DD`). */
const expiryLines = ({ cards }: PolicyAnswer, { manifest, clauses }: FaqSource, today: string): string[] => {
  const cited = new Set(cards.map(({ clause }) => clauses.get(clause)?.document));
  return manifest.documents.flatMap(({ id, title, validity }) =>
    validity && cited.has(id) && today > validity.until
      ? [fill(templates.expired, { title, until: chineseDate(validity.until) })]
      : [],
  );
};

const body = (answer: PolicyAnswer, source: FaqSource): string[] => {
  const cards = answer.cards.map(cardText);
  switch (answer.kind) {
    case 'answer':
      return [
        ...(cards.length > 1 ? [templates.several] : []),
        ...cards,
        ...(answer.topic ? [fill(templates.partlySilent, { topic: answer.topic })] : []),
      ];
    case 'silent':
      return [
        answer.topic ? fill(templates.silentTopic, { topic: answer.topic }) : templates.silent,
        ...(cards.length > 0 ? [templates.nearest, ...cards] : []),
        templates.askOffice,
        ...sectionLines(source),
      ];
    case 'action': {
      const withContacts: readonly Action[] = ['contacts', 'human'];
      const action = answer.action!;
      return [templates.action[action], ...(withContacts.includes(action) ? sectionLines(source) : [])];
    }
    case 'smalltalk':
      return [templates.tone[answer.tone ?? 'off-topic']];
    default:
      return answer.kind satisfies never;
  }
};

/** The reply a person is shown. `today` is the office's date, `YYYY-MM-DD`. */
export const composeReply = (answer: PolicyAnswer, source: FaqSource, today: string): string =>
  [
    ...(answer.truncated ? [templates.truncated] : []),
    ...body(answer, source),
    ...conflictLines(answer, source),
    ...expiryLines(answer, source, today),
    ...(answer.offerCheck ? [templates.offerCheck] : []),
  ].join('\n');

export interface AskLine {
  readonly id: string;
  readonly kind: PolicyAnswer['kind'];
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly action: Action | null;
}

/** One line of `ask --json`. */
export const toAskLine = (answer: PolicyAnswer, id: string, source: FaqSource, today: string): AskLine => {
  const withContacts =
    answer.kind === 'action' && (answer.action === 'contacts' || answer.action === 'human');
  const contactCites = source.contacts.sections.map(({ clause, quote }) => ({ clause, quote }));
  return {
    id,
    kind: answer.kind,
    text: composeReply(answer, source, today),
    citations: withContacts
      ? contactCites
      : answer.cards.flatMap(({ clause, quote, lead }) => [{ clause, quote }, ...(lead ? [lead] : [])]),
    action: answer.action,
  };
};
