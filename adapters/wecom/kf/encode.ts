import { lengthIn, shorten } from '../../../src/host/text-split.ts';
import type { DoorWords } from '../../../src/model/door-wording.ts';
import type { Choice, OutMessage } from '../../../src/model/message.ts';
import { choicesText } from '../open-menus.ts';
import { inertChoices, plainText } from '../plain-text.ts';

/** UTF-8 bytes of a text, of a menu's head, and of one choice (path/94677); choices a menu may offer. */
export const textLimit = 2048;
export const headLimit = 1024;
export const choiceLimit = 128;
export const menuLimit = 10;

/** The one message that carries the words of an OutMessage; files follow as messages of their own. */
export type KfContent =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | {
      readonly msgtype: 'msgmenu';
      readonly msgmenu: {
        readonly head_content: string;
        readonly list: readonly {
          readonly type: 'click';
          readonly click: { readonly id: string; readonly content: string };
        }[];
      };
    };

export interface KfEncoded {
  /** null: only files. */
  readonly content: KfContent | null;
  /** Choices to be answered by number, because the menu does not hold them. */
  readonly menu: readonly Choice[];
  /** All the words, where the message holds only their beginning and says that a file follows. */
  readonly whole?: string;
}

/** Shorten to `limit` bytes and say so: every message counts against the budget, so a text is never split. */
const within = (text: string, limit: number, note: string): string =>
  lengthIn(text, 'bytes') <= limit
    ? text
    : `${shorten(text, limit - lengthIn(note, 'bytes'), 'bytes')}${note}`;

/**
 * A message as one 客服 message. Up to ten choices become a menu, more (or a long text before them) numbered text.
 * `last`: nothing can be sent after it until the customer writes, so a message that asks nothing invites to.
 * `roomForFile`: what the text has no room for may follow as a file.
 */
export const encodeKf = (
  message: OutMessage,
  options: { readonly last: boolean; readonly roomForFile: boolean; readonly words: DoorWords },
): KfEncoded => {
  const words = plainText(message);
  const note = `\n${options.words(options.roomForFile ? 'door.cutFile' : 'door.cut')}`;
  const { choices } = message;
  if (choices.length > 0 && choices.length <= menuLimit && lengthIn(words, 'bytes') <= headLimit) {
    return {
      content: {
        msgtype: 'msgmenu',
        msgmenu: {
          head_content: words || options.words('door.choose'),
          list: inertChoices(choices).map(({ token, label }) => ({
            type: 'click',
            click: { id: token, content: shorten(label, choiceLimit, 'bytes') },
          })),
        },
      },
      menu: [],
    };
  }
  const after = choices.length > 0 ? `\n${choicesText(choices, options.words)}` : '';
  const invite =
    options.last && choices.length === 0 && message.prompt === null ? `\n${options.words('door.goOn')}` : '';
  const tail = `${after}${invite}`;
  const room = Math.max(textLimit - lengthIn(tail, 'bytes'), 256);
  const content = shorten(`${within(words, room, note)}${tail}`.trim(), textLimit, 'bytes');
  const isCut = lengthIn(words, 'bytes') > room;
  return {
    content: content === '' ? null : { msgtype: 'text', text: { content } },
    menu: choices,
    ...(isCut && options.roomForFile ? { whole: words } : {}),
  };
};
