/**
 * A turn of a Telegram bot: a private text message as an update, each chat a person of its own.
 * @param {{ handleUpdate(update: object): Promise<unknown> }} bot
 */
export const telegramTurns = bot => {
  let updates = 0;
  const ids = new Map();
  return async (chat, text) => {
    if (!ids.has(chat)) ids.set(chat, ids.size + 1);
    const id = ids.get(chat);
    updates += 1;
    const from = { id, is_bot: false, first_name: 'x' };
    const message = {
      message_id: updates,
      date: 1,
      text,
      from,
      chat: { id, type: 'private', first_name: 'x' },
    };
    await bot.handleUpdate({ update_id: updates, message });
  };
};
