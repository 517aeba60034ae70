import { conversations, createConversation } from '@grammyjs/conversations';
import { Bot } from 'grammy';
import { Redis } from 'ioredis';
import { telegramTurns } from './telegram-turns.mjs';

/**
 * grammY with its conversations plugin, state in Redis, as its documentation shows it. Telegram is answered locally.
 * @param {string} url
 */
export const openGrammy = async url => {
  const client = new Redis(url);
  await client.ping();
  const sent = JSON.stringify({
    ok: true,
    result: { message_id: 1, date: 1, chat: { id: 1, type: 'private', first_name: 'x' }, text: '' },
  });
  const bot = new Bot('1:bench', {
    botInfo: { id: 1, is_bot: true, first_name: 'bench', username: 'bench', can_join_groups: false },
    // Conversations build an Api of their own from these options, so Telegram is answered here.
    client: { fetch: async () => new Response(sent) },
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
  return {
    name: 'grammY conversations',
    sends: 'plain commands',
    turn: telegramTurns(bot),
    close: async () => client.disconnect(),
  };
};
