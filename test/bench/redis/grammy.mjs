import { conversations, createConversation } from '@grammyjs/conversations';
import { Bot } from 'grammy';
import { Redis } from 'ioredis';

// @ts-check is off: the peers are installed in this folder only.

/**
 * grammY with its conversations plugin, state in Redis, as its documentation shows it. Telegram is answered locally.
 * @param {string} url
 */
export const openGrammy = async url => {
  const client = new Redis(url);
  await client.ping();
  const bot = new Bot('1:bench', {
    botInfo: { id: 1, is_bot: true, first_name: 'bench', username: 'bench', can_join_groups: false },
  });
  let messages = 0;
  bot.api.config.use(async (_previous, method, payload) => {
    messages += 1;
    const chat = { id: payload.chat_id ?? 1, type: 'private', first_name: 'x' };
    return {
      ok: true,
      result: method === 'sendMessage' ? { message_id: messages, date: 1, chat, text: '' } : true,
    };
  });
  bot.use(
    conversations({
      storage: {
        type: 'key',
        version: 1,
        adapter: {
          read: async key => {
            const text = await client.get(`grammy:${key}`);
            return text === null ? undefined : JSON.parse(text);
          },
          write: async (key, state) => {
            await client.set(`grammy:${key}`, JSON.stringify(state));
          },
          delete: async key => {
            await client.del(`grammy:${key}`);
          },
        },
      },
    }),
  );
  bot.use(
    createConversation(
      async (conversation, context) => {
        const answers = [];
        for (let n = 0; ; n += 1) {
          await context.reply(`question ${n}`);
          const answer = await conversation.waitFor('message:text');
          answers.push(answer.message.text);
        }
      },
      { id: 'form' },
    ),
  );
  bot.on('message', context => context.conversation.enter('form'));
  let updates = 0;
  const ids = new Map();
  return {
    name: 'grammY conversations',
    turn: async (chat, text) => {
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
    },
    close: async () => client.disconnect(),
  };
};
