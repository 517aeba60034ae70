import { shorten } from '../../../src/host/text-split.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { Block, Choice, OutMessage } from '../../../src/model/message.ts';
import { blockText, inertChoices, inertUserText } from '../plain-text.ts';
import {
  type ButtonCard,
  buttonLimit,
  buttonTextLimit,
  keyNameLimit,
  nothingChosen,
  optionLimit,
  optionTextLimit,
  progressKey,
  quoteLimit,
  rowLimit,
  submitKey,
  subTitleLimit,
  titleLimit,
  valueLimit,
} from './card.ts';

const size = (text: string): number => [...text].length;
const cut = (text: string, limit: number): string =>
  size(text) <= limit ? text : shorten(text, limit, 'characters');

const buttonStyle = { primary: 1, default: 2, danger: 3 } as const;

/** Too long for its place, and not numbered and explained by the message itself (`1．…`). */
const isTooLong = (label: string, limit: number): boolean =>
  size(label) > limit && !/^\d{1,2}[.．、]/.test(label);

/** One row of buttons holds this many beside the one that hands in the drop-down. */
const besideSubmit = buttonLimit - 1;

/**
 * Which choices are buttons and which stand in the drop-down. More choices than buttons are one list, except where
 * some are marked as the ones that matter: then the first five are buttons and the drop-down holds the rest.
 */
const places = (choices: readonly Choice[]): { pressed: readonly Choice[]; listed: readonly Choice[] } => {
  if (choices.length <= buttonLimit) return { pressed: choices, listed: [] };
  const marked = choices.some(({ style }) => style === 'primary' || style === 'danger');
  return marked
    ? { pressed: choices.slice(0, besideSubmit), listed: choices.slice(besideSubmit) }
    : { pressed: [], listed: choices };
};

/** Whether a card can offer all of these; otherwise they are asked for by number. */
export const offerable = (choices: readonly Choice[]): boolean =>
  places(choices).listed.length <= optionLimit;

const buttons = (
  choices: readonly Choice[],
  words: DoorWords,
): Pick<ButtonCard, 'button_list' | 'button_selection'> => {
  const { pressed, listed } = places(choices);
  const numbered = pressed.some(({ label }) => isTooLong(label, buttonTextLimit));
  const button_list = pressed.map(({ token, label, style }, index) => ({
    text: cut(numbered ? `${index + 1}.${label}` : label, buttonTextLimit),
    style: buttonStyle[style ?? 'default'],
    key: token,
  }));
  if (listed.length === 0) return { button_list };
  return {
    button_selection: {
      question_key: 'choice',
      title: words(pressed.length === 0 ? 'door.pick' : 'door.moreActions'),
      option_list: [
        { id: nothingChosen, text: words('door.pick') },
        ...listed.map(({ token, label }) => ({ id: token, text: cut(label, optionTextLimit) })),
      ],
      selected_id: nothingChosen,
    },
    button_list: [...button_list, { text: words('door.ok'), style: buttonStyle.default, key: submitKey }],
  };
};

/** Labels that a button or an option has to cut stand in full in the text. */
export const cutLabels = (asked: readonly Choice[]): string => {
  const choices = inertChoices(asked);
  const { pressed, listed } = places(choices);
  const isCut =
    pressed.some(({ label }) => isTooLong(label, buttonTextLimit)) ||
    listed.some(({ label }) => isTooLong(label, optionTextLimit));
  return isCut ? choices.map(({ label }, index) => `${index + 1}. ${label}`).join('\n') : '';
};

interface Body {
  readonly title: string;
  readonly rest: string;
  readonly rows: readonly { readonly keyname: string; readonly value: string }[];
  readonly quote: ButtonCard['quote_area'];
}

/** Rows that fit a card's list; the others stay in the text. */
const listedRows = (blocks: readonly Block[]): { listed: Body['rows']; left: readonly Block[] } => {
  const listed: { keyname: string; value: string }[] = [];
  const left = blocks.flatMap((block): Block[] => {
    if (block.kind !== 'fields') return [block];
    const others = block.rows.filter(([key, raw]) => {
      const value = inertUserText(raw).replaceAll('\n', ' ');
      const isListed =
        listed.length < rowLimit && key !== '' && size(key) <= keyNameLimit && size(value) <= valueLimit;
      if (isListed) listed.push({ keyname: key, value });
      return !isListed;
    });
    return others.length === 0 ? [] : [{ kind: 'fields', rows: others }];
  });
  return { listed, left };
};

/** A single short quote stands in the card's own place for it. */
const quotePlace = (blocks: readonly Block[]): { quote: Body['quote']; left: readonly Block[] } => {
  const quotes = blocks.filter(block => block.kind === 'quote');
  const [only] = quotes;
  if (quotes.length !== 1 || only === undefined || size(only.citation.quote) > quoteLimit)
    return { quote: undefined, left: blocks };
  return {
    quote: { type: 0, title: only.label, quote_text: only.citation.quote.trim() },
    left: blocks.filter(block => block !== only),
  };
};

/** A message laid out as a card; `rest` may turn out too long for one. */
const bodyOf = (message: OutMessage, words: DoorWords): Body => {
  const { listed, left } = listedRows(message.blocks);
  const { quote, left: inText } = quotePlace(left);
  const lines = [...inText.map(blockText), cutLabels(message.choices)].filter(Boolean).join('\n').split('\n');
  const first = lines[0] ?? '';
  const hasTitle = first !== '' && size(first) <= titleLimit;
  return {
    title: hasTitle ? first : words(message.choices.length > 0 ? 'door.pick' : 'door.latest'),
    rest: (hasTitle ? lines.slice(1) : lines).join('\n'),
    rows: listed,
    quote,
  };
};

const cardOf = (body: Body, choices: readonly Choice[], words: DoorWords): ButtonCard => ({
  card_type: 'button_interaction',
  main_title: { title: body.title },
  ...(body.rest === '' ? {} : { sub_title_text: body.rest }),
  ...(body.quote === undefined ? {} : { quote_area: body.quote }),
  ...(body.rows.length === 0 ? {} : { horizontal_content_list: [...body.rows] }),
  ...(choices.length === 0
    ? { button_list: [{ text: words('door.progress'), style: 2, key: progressKey }] }
    : buttons(inertChoices(choices), words)),
});

/** The whole message as one card; null when it does not fit one. */
export const wholeCard = (message: OutMessage, words: DoorWords): ButtonCard | null => {
  const body = bodyOf(message, words);
  return offerable(message.choices) && size(body.rest) <= subTitleLimit
    ? cardOf(body, message.choices, words)
    : null;
};

/** A card with the buttons and what is short, for a message whose words went before it as text. */
export const shortCard = (message: OutMessage, words: DoorWords): ButtonCard =>
  cardOf({ ...bodyOf(message, words), rest: '', quote: undefined }, message.choices, words);
