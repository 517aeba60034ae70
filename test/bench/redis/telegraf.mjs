import { Redis } from 'ioredis';
import { Scenes, session, Telegraf } from 'telegraf';
import { telegramTurns } from './telegram-turns.mjs';

const steps = 400;

/**
 * Telegraf's wizard: a scene of steps, its session in Redis by the store interface of its documentation. Telegram is
 * answered locally.
 * @param {string} url
 */
export const openTelegraf = async url => {
  const client = new Redis(url);
  await client.ping();
  const bot = new Telegraf('1:bench');
  bot.botInfo = { id: 1, is_bot: true, first_name: 'bench', username: 'bench', can_join_groups: false };
  bot.use((context, next) => {
    context.telegram.callApi = async () => ({ message_id: 1, date: 1, chat: { id: 1, type: 'private' } });
    return next();
  });
  const wizard = new Scenes.WizardScene(
    'form',
    ...Array.from({ length: steps }, (_, n) => async context => {
      if (n > 0)
        context.scene.session.answers = [...(context.scene.session.answers ?? []), context.message.text];
      await context.reply(`question ${n}`);
      return context.wizard.next();
    }),
  );
  bot.use(
    session({
      store: {
        get: async key => {
          const text = await client.get(`telegraf:${key}`);
          return text === null ? undefined : JSON.parse(text);
        },
        set: async (key, value) => {
          await client.set(`telegraf:${key}`, JSON.stringify(value));
        },
        delete: async key => {
          await client.del(`telegraf:${key}`);
        },
      },
    }),
  );
  bot.use(new Scenes.Stage([wizard]).middleware());
  bot.on('message', context => context.scene.enter('form'));
  return {
    name: 'telegraf wizard',
    sends: 'plain commands',
    turn: telegramTurns(bot),
    close: async () => client.disconnect(),
  };
};
