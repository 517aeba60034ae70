import type { Block, OutMessage } from './message.ts';

const blockText = (block: Block): string => {
  switch (block.kind) {
    case 'text':
    case 'heading':
      return block.text;
    case 'quote':
      return `【${block.label}】${block.citation.quote.trim()}`;
    case 'fields':
      return block.rows.map(([label, value]) => `${label}：${value}`).join('\n');
    case 'said':
      return block.text
        .split('\n')
        .map(line => `｜${line}`)
        .join('\n');
    default:
      return block satisfies never;
  }
};

/** A message as plain text, the way a terminal or a platform without markup shows it. */
export const plainText = (message: Pick<OutMessage, 'blocks'>): string =>
  message.blocks.map(blockText).join('\n');
