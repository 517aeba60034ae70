import { Redis } from 'ioredis';
import { Scenes, session, Telegraf } from 'telegraf';

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
  let updates = 0;
  const ids = new Map();
  return {
    name: 'telegraf wizard',
    sends: 'plain commands',
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
