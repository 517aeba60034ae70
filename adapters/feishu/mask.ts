import type { DoorWords } from '../../src/model/door-wording.ts';
import type { OutMessage } from '../../src/model/message.ts';

/** Phone numbers, identity numbers and e-mail addresses: what leak prevention looks for. */
const personal = /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\d)\+?\d[\d\s-]{5,}\d[xX]?/g;

const hide = (text: string): string => text.replace(personal, '***');

/**
 * The same message without numbers, for tenants whose leak prevention refuses it (230028, im-v1/message/create).
 * Quotes stay verbatim or not at all: one that holds a number is reduced to its label.
 */
export const masked = (message: OutMessage, words: DoorWords): OutMessage => ({
  ...message,
  blocks: [
    ...message.blocks.map((block): OutMessage['blocks'][number] => {
      switch (block.kind) {
        case 'quote':
          return hide(block.citation.quote) === block.citation.quote
            ? block
            : { kind: 'text', text: words('door.source', { label: block.label }) };
        case 'fields':
          return { ...block, rows: block.rows.map(([label, value]) => [label, hide(value)]) };
        default:
          return { ...block, text: hide(block.text) };
      }
    }),
    { kind: 'text', text: words('door.masked') },
  ],
  form: message.form?.map(input =>
    input.value === undefined ? input : { ...input, value: hide(input.value) },
  ),
});
