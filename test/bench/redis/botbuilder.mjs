import { BotAdapter, ConversationState, TurnContext } from 'botbuilder';
import { DialogSet, TextPrompt, WaterfallDialog } from 'botbuilder-dialogs';
import { Redis } from 'ioredis';

/** Keeps state where the peers keep it; eTags as the framework's memory storage does. */
class RedisStorage {
  constructor(client) {
    this.client = client;
  }
  async read(keys) {
    const texts = await this.client.mget(keys.map(key => `botbuilder:${key}`));
    return Object.fromEntries(
      keys.flatMap((key, n) => (texts[n] === null ? [] : [[key, JSON.parse(texts[n])]])),
    );
  }
  async write(changes) {
    const pairs = Object.entries(changes).flatMap(([key, value]) => [
      `botbuilder:${key}`,
      JSON.stringify({ ...value, eTag: '*' }),
    ]);
    if (pairs.length > 0) await this.client.mset(pairs);
  }
  async delete(keys) {
    await this.client.del(keys.map(key => `botbuilder:${key}`));
  }
}

class SilentAdapter extends BotAdapter {
  async sendActivities(_context, activities) {
    return activities.map((_, n) => ({ id: String(n) }));
  }
  async updateActivity() {}
  async deleteActivity() {}
}

const steps = 400;

/**
 * Bot Framework dialogs: a waterfall of text prompts, conversation state in Redis.
 * @param {string} url
 */
export const openBotbuilder = async url => {
  const client = new Redis(url);
  await client.ping();
  const state = new ConversationState(new RedisStorage(client));
  const dialogs = new DialogSet(state.createProperty('dialog'));
  dialogs.add(new TextPrompt('text'));
  dialogs.add(
    new WaterfallDialog(
      'form',
      Array.from({ length: steps }, (_, n) => async step => {
        if (n > 0) step.values[`answer${n}`] = step.result;
        return step.prompt('text', `question ${n}`);
      }),
    ),
  );
  const adapter = new SilentAdapter();
  let activities = 0;
  return {
    name: 'botbuilder-dialogs',
    sends: 'plain commands',
    turn: async (chat, text) => {
      activities += 1;
      const context = new TurnContext(adapter, {
        type: 'message',
        id: String(activities),
        text,
        channelId: 'bench',
        conversation: { id: chat },
        from: { id: chat },
        recipient: { id: 'bot' },
      });
      const dialog = await dialogs.createContext(context);
      await dialog.continueDialog();
      if (!context.responded) await dialog.beginDialog('form');
      await state.saveChanges(context);
    },
    close: async () => client.disconnect(),
  };
};
