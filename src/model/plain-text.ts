import type { Block, OutMessage } from './message.ts';

/** Stands before lines that a person typed. */
const MARK = '｜';

/** Lines somebody typed, joined so that none but the first (`all`: not that one either) stands without a mark. */
export const typedLines = (lines: readonly string[], which: 'further' | 'all'): string =>
  `${which === 'all' ? MARK : ''}${lines.join(`\n${MARK}`)}`;

const linesOf = (text: string): string[] => text.split(/\r\n?|[\n\u2028\u2029]/);

/** Who reads a message: a person, or a program that reads values as they were typed. */
type Reader = 'person' | 'program';

const blockText = (block: Block, reader: Reader): string => {
  switch (block.kind) {
    case 'text':
    case 'heading':
      return block.text;
    case 'quote':
      return `【${block.label}】${block.citation.quote.trim()}`;
    case 'fields':
      return block.rows
        .map(
          ([label, value]) =>
            `${label}：${reader === 'program' ? value : typedLines(linesOf(value), 'further')}`,
        )
        .join('\n');
    case 'said':
      return typedLines(linesOf(block.text), 'all');
    default:
      return block satisfies never;
  }
};

/** A message as plain text, the way a terminal or a platform without markup shows it. */
export const plainText = (message: Pick<OutMessage, 'blocks'>): string =>
  message.blocks.map(block => blockText(block, 'person')).join('\n');

/** The same for a program: values stand as they were typed. */
export const plainTextForPrograms = (message: Pick<OutMessage, 'blocks'>): string =>
  message.blocks.map(block => blockText(block, 'program')).join('\n');
