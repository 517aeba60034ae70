import { shorten } from '../../src/host/text-split.ts';
import type { DoorWords } from '../../src/model/door-wording.ts';
import type { Block, OutMessage } from '../../src/model/message.ts';
import { blockElements, isWide } from './cards/blocks.ts';
import { buttonRows } from './cards/buttons.ts';
import { countElements, type Element, paragraph, plain } from './cards/elements.ts';
import { formElements, mostInputs } from './cards/form.ts';
import { cardBytes, cardElements } from './limits.ts';

/** A card in JSON 2.0, to be sent as the content of an `interactive` message. */
export interface Card {
  readonly schema: '2.0';
  readonly config: object;
  readonly header?: object;
  readonly body: { readonly elements: readonly Element[] };
}

/** Characters of text in one card; the rest follows in further cards. Ours: about four phone screens. */
export const cardCharacters = 6_000;
const summaryCharacters = 60;
const titleCharacters = 80;

/** The line in the chat list. Quotes and repeated words of people stay out of it. */
const summaryOf = (blocks: readonly Block[], words: DoorWords): string => {
  const own = blocks.find(block => block.kind === 'heading' || block.kind === 'text');
  const text = own && 'text' in own ? own.text : '';
  return shorten(text.replace(/\s+/g, ' ').trim() || words('door.title'), summaryCharacters, 'characters');
};

const colourOf = (message: OutMessage): string => {
  if (message.form?.some(({ error }) => error !== undefined)) return 'orange';
  return message.quiet ? 'grey' : 'blue';
};

const cardOf = (
  message: OutMessage,
  title: string | undefined,
  elements: readonly Element[],
  words: DoorWords,
): Card => ({
  schema: '2.0',
  config: {
    update_multi: true,
    enable_forward: false,
    summary: { content: plain(summaryOf(message.blocks, words)).content },
  },
  ...(title === undefined
    ? {}
    : {
        header: {
          title: plain(title),
          template: colourOf(message),
        },
      }),
  body: { elements },
});

/** Bytes of the card inside a request body, where its JSON stands as a string. */
export const bytesOf = (card: Card): number => Buffer.byteLength(JSON.stringify(JSON.stringify(card)));

const charactersOf = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  const own = 'content' in value && typeof value.content === 'string' ? value.content.length : 0;
  return Object.values(value).reduce<number>((sum, child) => sum + charactersOf(child), own);
};

const fits = (card: Card): boolean =>
  bytesOf(card) <= cardBytes &&
  countElements(card) <= cardElements &&
  charactersOf(card.body) <= cardCharacters;

const fileNames = (message: OutMessage): string[] =>
  message.files.map(file => (file.kind === 'stored' ? file.file.name : file.name));

/** The form with as many inputs as one card can hold. */
const formOf = (message: OutMessage, words: DoorWords): Element[] => {
  for (let most = mostInputs; most > 0; most = Math.floor(most / 2)) {
    const form = formElements(message, message.prompt ?? '', message.form ?? [], most, words);
    if (fits(cardOf(message, undefined, form, words))) return form;
  }
  return [];
};

/**
 * The cards of a message, in order; nearly always one. What does not fit goes on in the next card, the form and the
 * buttons stand together at the end. A message of files alone, or with nothing to show, has no card.
 */
export const encode = (message: OutMessage, words: DoorWords): Card[] => {
  const form = formOf(message, words);
  const buttons = buttonRows(message, message.choices, words);
  if (message.blocks.length + form.length + buttons.length === 0) return [];
  const names = fileNames(message).map(name =>
    paragraph(words('door.attached', { name }), 'notation', 'grey'),
  );
  const [first, ...others] = message.blocks;
  const titled =
    first?.kind === 'heading' &&
    first.text.length <= titleCharacters &&
    others.length + names.length + form.length + buttons.length > 0;
  const wide = isWide(message.blocks);
  const body = [
    ...(titled ? others : message.blocks).flatMap(block => blockElements(block, wide, words)),
    ...names,
  ];
  if (body.length + form.length + buttons.length === 0) return [];
  const cards: Card[] = [];
  let open: Element[] = [];
  const card = (content: readonly Element[]) =>
    cardOf(message, titled && cards.length === 0 ? first.text : undefined, content, words);
  const put = (group: readonly Element[]): void => {
    if (fits(card([...open, ...group]))) {
      open.push(...group);
    } else if (open.length > 0) {
      cards.push(card(open));
      open = [];
      put(group);
    } else if (group.length > 1) {
      for (const element of group) put([element]);
    } else {
      throw new Error('feishu: an element is larger than a card');
    }
  };
  for (const element of body) put([element]);
  if (form.length > 0) put(form);
  if (buttons.length > 0) put(buttons);
  return [...cards, card(open)];
};
