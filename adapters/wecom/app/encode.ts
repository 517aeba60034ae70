import { splitText } from '../../../src/host/text-split.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { Block, Choice, OutMessage } from '../../../src/model/message.ts';
import { choicesText } from '../open-menus.ts';
import { plainText } from '../plain-text.ts';
import type { ButtonCard } from './card.ts';
import { cutLabels, offerable, shortCard, wholeCard } from './card-layout.ts';

/** Longest text or markdown message, in UTF-8 bytes (path/90236). */
export const textLimit = 2048;

/** One call of message/send, in order. `file` sends the n-th file of the message. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'card'; readonly card: ButtonCard }
  | { readonly kind: 'file'; readonly index: number };

export interface Encoded {
  readonly parts: readonly Part[];
  /** Choices the person answers by number, because no card holds them. */
  readonly menu: readonly Choice[];
}

const texts = (text: string, kind: 'text' | 'markdown'): Part[] =>
  splitText(text, textLimit, 'bytes').map(part => ({ kind, text: part }));

/** House words and verbatim source in WeCom's small markdown; brackets and angles that could be markup are widened. */
const markdownOf = (blocks: readonly Block[]): string | null => {
  const plain = (text: string): string =>
    text.replaceAll('<', '＜').replaceAll('[', '［').replaceAll('`', '｀').replaceAll('*', '＊');
  const parts: string[] = [];
  for (const block of blocks) {
    if (block.kind === 'fields' || block.kind === 'said') return null;
    if (block.kind === 'heading') parts.push(`**${plain(block.text)}**`);
    else if (block.kind === 'text') parts.push(plain(block.text));
    else
      parts.push(`> ${plain(block.citation.quote.trim()).replaceAll('\n', '\n> ')}\n——${plain(block.label)}`);
  }
  return parts.join('\n');
};

/**
 * A message as calls of message/send. Choices become a card of buttons, a card with a drop-down, or numbered text; a message with `card` becomes a card as well, because only cards can be updated later. What does
 * not fit the card goes before it as text.
 */
export const encodeApp = (
  message: OutMessage,
  files: number,
  options: { readonly markdown: boolean; readonly words: DoorWords },
): Encoded => {
  const { choices } = message;
  const { words } = options;
  const fileParts = Array.from({ length: files }, (_, index): Part => ({ kind: 'file', index }));
  const text = plainText(message);
  if (!offerable(choices)) {
    return {
      parts: [...texts([text, choicesText(choices, words)].filter(Boolean).join('\n'), 'text'), ...fileParts],
      menu: choices,
    };
  }
  if (choices.length > 0 || message.card !== undefined) {
    const whole = wholeCard(message, words);
    if (whole !== null) return { parts: [{ kind: 'card', card: whole }, ...fileParts], menu: [] };
    const before = texts([text, cutLabels(choices)].filter(Boolean).join('\n'), 'text');
    return { parts: [...before, { kind: 'card', card: shortCard(message, words) }, ...fileParts], menu: [] };
  }
  const markdown = options.markdown ? markdownOf(message.blocks) : null;
  const body = markdown === null ? texts(text, 'text') : texts(markdown, 'markdown');
  return { parts: [...body, ...fileParts], menu: [] };
};
