import { Redis } from 'ioredis';
import type { System } from './system.ts';

/** The floor: read the whole state as JSON, add the answer, write it back. Loses updates, dedupes nothing. */
export const openGetSet = async (url: string): Promise<System> => {
  const client = new Redis(url);
  await client.ping();
  return {
    name: 'bare GET + SET',
    sends: 'plain commands',
    turn: async (chat, text) => {
      const state = JSON.parse((await client.get(`bare:${chat}`)) ?? '{"answers":[]}') as {
        answers: string[];
      };
      state.answers.push(text);
      await client.set(`bare:${chat}`, JSON.stringify(state));
    },
    close: async () => {
      client.disconnect();
    },
  };
};
