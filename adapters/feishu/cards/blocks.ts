import { shorten, splitText } from '../../../src/host/text-split.ts';
import { inertText, markedLines } from '../../../src/host/user-text.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { Block } from '../../../src/model/message.ts';
import { box, columns, type Element, paragraph } from './elements.ts';

/** Characters in one text object; longer ones are cut into several so that cards can be split between them. */
const textCharacters = 2_000;
/** Up to this many rows in a message label and value stand in columns, which take seven elements a row instead of two. */
const wideRows = 16;

/** Whether the rows of a message may stand in columns. */
export const isWide = (blocks: readonly Block[]): boolean =>
  blocks.reduce((sum, block) => sum + (block.kind === 'fields' ? block.rows.length : 0), 0) <= wideRows;

/** Labels are short by nature; a longer one is cut. */
const labelCharacters = 200;
const brief = (text: string): string => shorten(text, labelCharacters, 'characters');

const pieces = (text: string): string[] => {
  // Invisible signs are shown by name, eight characters for one.
  const swollen = inertText(text).length > text.length * 2;
  const parts = splitText(text, swollen ? textCharacters / 4 : textCharacters, 'characters');
  return parts.length === 0 ? [''] : parts;
};

const quote = (block: Extract<Block, { kind: 'quote' }>, words: DoorWords): Element[] => {
  const label = paragraph(words('door.source', { label: brief(block.label) }), 'notation', 'grey');
  const marks = block.marks?.length
    ? [paragraph(brief(words('door.marks', { marks: block.marks.join('；') })), 'notation', 'blue')]
    : [];
  // Verbatim, but without the blank lines that a printed form leaves around a clause.
  const parts = pieces(block.citation.quote.trim());
  return parts.map((part, index) =>
    box(
      [...(index === 0 ? [label] : []), paragraph(part), ...(index === parts.length - 1 ? marks : [])],
      'blue-50',
    ),
  );
};

const fieldRows = (rows: readonly (readonly [string, string])[], wide: boolean): Element[] =>
  rows.flatMap(([label, value]) => {
    const [first = '', ...rest] = pieces(markedLines(value));
    const head = wide
      ? columns([[paragraph(brief(label), 'normal', 'grey')], [paragraph(first)]], [2, 3])
      : paragraph(`${brief(label)}：${first}`);
    return [head, ...rest.map(part => paragraph(part))];
  });

/** One block of a message as elements of a card, small enough each to be moved to a following card. */
export const blockElements = (block: Block, wide: boolean, words: DoorWords): Element[] => {
  switch (block.kind) {
    case 'text':
      return pieces(block.text).map(part => paragraph(part));
    case 'heading':
      return pieces(block.text).map(part => paragraph(part, 'heading'));
    case 'quote':
      return quote(block, words);
    case 'fields':
      return fieldRows(block.rows, wide);
    case 'said':
      return pieces(markedLines(block.text, 'all')).map((part, index) =>
        box(
          [...(index === 0 ? [paragraph(words('door.saidLabel'), 'notation', 'grey')] : []), paragraph(part)],
          'grey-50',
        ),
      );
    default:
      return block satisfies never;
  }
};
