import type { Api } from 'grammy';
import type { Receipt } from '../../src/host/channel.ts';
import { promptOf } from '../../src/model/message.ts';
import { messageLimit } from './encode.ts';
import type { PressedMessage } from './update.ts';

type Keyboard = NonNullable<PressedMessage['reply_markup']>['inline_keyboard'];

/** What a pressed question is to look like from now on. `text` null: only the buttons change. */
export interface Settled {
  readonly text: string | null;
  readonly keyboard: Keyboard;
}

/**
 * A question whose option was pressed loses its options, so that it cannot be answered twice, and shows what was
 * chosen if the press counted. Buttons that only lead somewhere stay. null: nothing to do, or a message of the turn
 * takes the place of this one.
 */
export const settledLook = (
  message: PressedMessage,
  token: string,
  messages: Receipt['messages'],
): Settled | null => {
  const prompt = promptOf(token);
  const keyboard = message.reply_markup?.inline_keyboard;
  if (prompt === null || !keyboard) return null;
  const takesItsPlace = messages.some(
    ({ pressed, quiet, card }) => pressed === String(message.message_id) && (quiet || card !== undefined),
  );
  if (takesItsPlace) return null;
  const left = keyboard
    .map(row => row.filter(({ callback_data }) => promptOf(callback_data) !== prompt))
    .filter(row => row.length > 0);
  const chosen = messages.find(({ chosen }) => chosen !== undefined)?.chosen;
  const text = chosen === undefined || message.text === undefined ? null : `${message.text}\n\n✓ ${chosen}`;
  return { text: text !== null && text.length <= messageLimit ? text : null, keyboard: left };
};

/** Carry it out. Entities are handed back as they came, so that the question keeps its look. */
export const settlePressed = (api: Api, message: PressedMessage, look: Settled): Promise<unknown> => {
  const { id } = message.chat;
  type Options = NonNullable<Parameters<Api['editMessageText']>[3]>;
  // Both came from Telegram as entities and buttons and go back unchanged; zod knows them by their outline only.
  const entities = message.entities as NonNullable<Options['entities']> | undefined;
  const reply_markup = { inline_keyboard: look.keyboard } as NonNullable<Options['reply_markup']>;
  return look.text === null
    ? api.editMessageReplyMarkup(id, message.message_id, { reply_markup })
    : api.editMessageText(id, message.message_id, look.text, {
        ...(entities === undefined ? {} : { entities }),
        reply_markup,
        link_preview_options: { is_disabled: true },
      });
};
