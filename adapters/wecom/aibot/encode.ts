import { splitText } from '../../../src/host/text-split.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { Block, Choice, OutMessage } from '../../../src/model/message.ts';
import type { ButtonCard } from '../app/card.ts';
import { cutLabels, offerable, shortCard, wholeCard } from '../app/card-layout.ts';
import { choicesText } from '../open-menus.ts';
import { blockText } from '../plain-text.ts';

/** Longest markdown message, in UTF-8 bytes (developer.work.weixin.qq.com/document/path/101463). */
export const textLimit = 20_480;

/** One call of aibot_send_msg, in order. `file` sends the n-th file of the message. */
export type Part =
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'card'; readonly card: ButtonCard }
  | { readonly kind: 'file'; readonly index: number };

export interface Encoded {
  readonly parts: readonly Part[];
  /** Choices the person answers by number, because no card holds them. */
  readonly menu: readonly Choice[];
}

const wide = (sign: string): string => String.fromCharCode(sign.charCodeAt(0) + 0xfee0);

/** Signs of markdown in their full-width form: an active message can only be sent as markdown. */
const inert = (text: string): string => text.replace(/[()`*_~|#<>!\\]/g, wide);

/** Our own words, which have no markup: only what would become some is defused, and addresses stay what they are. */
const inertOwn = (text: string): string =>
  text
    .replace(/\[(?=[^\]\n]{0,200}\]\()/g, wide)
    .replace(/[`*]|~(?=~)/g, wide)
    .replace(/^[#>|]/gm, wide);

const markdown = (block: Block): string =>
  block.kind === 'text' ? inertOwn(blockText(block)) : inert(blockText(block));

const texts = (text: string): Part[] =>
  splitText(text, textLimit, 'bytes')
    .filter(part => part.trim() !== '')
    .map(part => ({ kind: 'markdown', text: part }));

/**
 * A message as calls of aibot_send_msg: choices become a card of buttons or with a drop-down, or numbered text. What does
 * not fit the card goes before it as text.
 */
export const encodeBot = (message: OutMessage, files: number, words: DoorWords): Encoded => {
  const { choices, blocks } = message;
  const fileParts = Array.from({ length: files }, (_, index): Part => ({ kind: 'file', index }));
  const text = blocks.map(markdown).join('\n').trim();
  const after = (more: string): Part[] => texts([text, inert(more)].filter(Boolean).join('\n'));
  if (!offerable(choices))
    return { parts: [...after(choicesText(choices, words)), ...fileParts], menu: choices };
  if (choices.length === 0 && message.card === undefined)
    return { parts: [...texts(text), ...fileParts], menu: [] };
  const whole = wholeCard(message, words);
  return {
    parts: [
      ...(whole === null ? after(cutLabels(choices)) : []),
      { kind: 'card', card: whole ?? shortCard(message, words) },
      ...fileParts,
    ],
    menu: [],
  };
};
