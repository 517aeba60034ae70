import { shorten, splitText } from '../../../src/host/text-split.ts';
import type { Block, Choice, OutMessage } from '../../../src/model/message.ts';
import { choicesText } from '../open-menus.ts';
import { blockText, inertUserText, plainText } from '../plain-text.ts';
import {
  type ButtonCard,
  buttonLimit,
  buttonTextLimit,
  keyNameLimit,
  nothingChosen,
  optionLimit,
  optionTextLimit,
  progressKey,
  rowLimit,
  submitKey,
  subTitleLimit,
  titleLimit,
  valueLimit,
} from './card.ts';

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

const size = (text: string): number => [...text].length;
const cut = (text: string, limit: number): string =>
  size(text) <= limit ? text : shorten(text, limit, 'characters');

const buttonStyle = { primary: 1, default: 2, danger: 3 } as const;

const buttons = (choices: readonly Choice[]): Pick<ButtonCard, 'button_list' | 'button_selection'> => {
  if (choices.length > buttonLimit) {
    return {
      button_selection: {
        question_key: 'choice',
        title: '请选择',
        option_list: [
          { id: nothingChosen, text: '请选择' },
          ...choices.map(({ token, label }) => ({ id: token, text: cut(label, optionTextLimit) })),
        ],
        selected_id: nothingChosen,
      },
      button_list: [{ text: '确定', style: 1, key: submitKey }],
    };
  }
  const numbered = choices.some(({ label }) => size(label) > buttonTextLimit);
  return {
    button_list: choices.map(({ token, label, style }, index) => ({
      text: cut(numbered ? `${index + 1}.${label}` : label, buttonTextLimit),
      style: buttonStyle[style ?? 'default'],
      key: token,
    })),
  };
};

/** Labels that a button or an option has to cut stand in full in the text. */
const cutLabels = (choices: readonly Choice[]): string => {
  const limit = choices.length > buttonLimit ? optionTextLimit : buttonTextLimit;
  return choices.some(({ label }) => size(label) > limit)
    ? choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n')
    : '';
};

type Rows = Extract<Block, { kind: 'fields' }>['rows'];

const fittingRows = (blocks: readonly Block[]): Rows | null => {
  const rows = blocks.flatMap(block => (block.kind === 'fields' ? block.rows : []));
  const fits =
    rows.length <= rowLimit &&
    rows.every(([key, value]) => size(key) <= keyNameLimit && size(value) <= valueLimit);
  return fits ? rows : null;
};

interface Body {
  readonly title: string;
  readonly rest: string;
  readonly rows: Rows;
}

/** Title, text and rows that hold everything within the limits of a card, or null when they cannot. */
const cardBody = (message: OutMessage, labels: string): Body | null => {
  const rows = fittingRows(message.blocks);
  const inText = rows === null ? message.blocks : message.blocks.filter(block => block.kind !== 'fields');
  const lines = [...inText.map(blockText), labels].filter(Boolean).join('\n').split('\n');
  const first = lines[0] ?? '';
  const hasTitle = first !== '' && size(first) <= titleLimit;
  const rest = (hasTitle ? lines.slice(1) : lines).join('\n');
  if (size(rest) > subTitleLimit) return null;
  return { title: hasTitle ? first : '请查看', rest, rows: rows ?? [] };
};

const cardOf = (body: Body, choices: readonly Choice[]): ButtonCard => ({
  card_type: 'button_interaction',
  main_title: { title: body.title },
  ...(body.rest === '' ? {} : { sub_title_text: body.rest }),
  ...(body.rows.length === 0
    ? {}
    : {
        horizontal_content_list: body.rows.map(([keyname, value]) => ({
          keyname,
          value: inertUserText(value).replaceAll('\n', ' '),
        })),
      }),
  ...(choices.length === 0
    ? { button_list: [{ text: '查看进度', style: 2, key: progressKey }] }
    : buttons(choices)),
});

/** The card that replaces an earlier one; null when the message does not fit a card. */
export const updateCard = (message: OutMessage): ButtonCard | null => {
  if (message.choices.length > optionLimit) return null;
  const body = cardBody(message, cutLabels(message.choices));
  return body === null ? null : cardOf(body, message.choices);
};

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
    else parts.push(`> ${plain(block.citation.quote).replaceAll('\n', '\n> ')}\n——${plain(block.label)}`);
  }
  return parts.join('\n');
};

/**
 * A message as calls of message/send. Choices become a card of buttons (up to 6), a card with a drop-down (up to 9)
 * or numbered text; a message with `card` becomes a card as well, because only cards can be updated later. What does
 * not fit the card goes before it as text.
 */
export const encodeApp = (
  message: OutMessage,
  files: number,
  options: { readonly markdown: boolean },
): Encoded => {
  const { choices } = message;
  const fileParts = Array.from({ length: files }, (_, index): Part => ({ kind: 'file', index }));
  const text = plainText(message);
  if (choices.length > optionLimit) {
    return {
      parts: [...texts([text, choicesText(choices)].filter(Boolean).join('\n'), 'text'), ...fileParts],
      menu: choices,
    };
  }
  if (choices.length > 0 || message.card !== undefined) {
    const labels = cutLabels(choices);
    const body = cardBody(message, labels);
    if (body !== null)
      return { parts: [{ kind: 'card', card: cardOf(body, choices) }, ...fileParts], menu: [] };
    const before = texts([text, labels].filter(Boolean).join('\n'), 'text');
    const short = { title: choices.length > 0 ? '请选择' : '以上为最新情况', rest: '', rows: [] };
    return { parts: [...before, { kind: 'card', card: cardOf(short, choices) }, ...fileParts], menu: [] };
  }
  const markdown = options.markdown ? markdownOf(message.blocks) : null;
  const words = markdown === null ? texts(text, 'text') : texts(markdown, 'markdown');
  return { parts: [...words, ...fileParts], menu: [] };
};
