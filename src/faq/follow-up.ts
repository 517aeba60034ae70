import { followUp } from './language.ts';
import type { Token } from './lexicon.ts';
import type { Table } from './rank.ts';
import { bare } from './text.ts';

/** Letters of the longest message that is read together with the one before. */
const longest = 14;

const isQuestionWord = ({ concept }: Token): boolean => concept?.startsWith('say-') === true;

/** What a word may take the place of: a kind of unit of another, a field of another, a question word of another. */
const slotOf = ({ concept }: Token): string | null => {
  if (concept === null) return null;
  if (units.has(concept)) return 'unit';
  if (concept.startsWith('kind-')) return 'kind';
  return isQuestionWord({ concept } as Token) ? 'question' : `concept-${concept}`;
};

/** Concepts of the common words that name who applies. */
const units = new Set([
  'company',
  'hospital',
  'university',
  'institute',
  'cooperative',
  'branch',
  'small-firms',
  'below-scale',
]);

/**
 * A question that leans on the one before (那医院呢, 多少钱呢) as a whole one: what it names takes the place of what
 * stood in the same slot, and everything else stays. Other texts are given back as they are.
 */
export const followed = (text: string, previous: string, table: Table): string => {
  if (text.length > longest || !followUp.test(text)) return text;
  const said = table
    .query(text)
    .reading.tokens.filter(({ concept, reads }) => concept !== null && reads !== '');
  const before = table.query(previous).reading.tokens;
  const slots = new Map(said.map(token => [slotOf(token), token]));
  const replaced = before.some(token => slots.has(slotOf(token)));
  if (!replaced) return `${text} ${previous}`;
  const used = new Set<string | null>();
  const whole = before.map(token => {
    const slot = slotOf(token);
    const other = slots.get(slot);
    if (!other) return token.surface;
    used.add(slot);
    return other.surface;
  });
  const rest = said.filter(token => !used.has(slotOf(token))).map(({ surface }) => surface);
  return bare(`${rest.join('')}${whole.join('')}`);
};
