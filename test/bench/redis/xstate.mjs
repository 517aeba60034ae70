import { Redis } from 'ioredis';
import { assign, createActor, createMachine } from 'xstate';

const steps = 400;

const machine = createMachine({
  id: 'form',
  initial: 'q0',
  context: { answers: [] },
  states: Object.fromEntries(
    Array.from({ length: steps }, (_, n) => [
      `q${n}`,
      {
        on: {
          ANSWER: {
            target: `q${(n + 1) % steps}`,
            actions: assign({ answers: ({ context, event }) => [...context.answers, event.text] }),
          },
        },
      },
    ]),
  ),
});

/**
 * A statechart whose snapshot is kept in Redis between turns (getPersistedSnapshot, as XState's documentation shows it).
 * @param {string} url
 */
export const openXstate = async url => {
  const client = new Redis(url);
  await client.ping();
  return {
    name: 'xstate snapshot',
    sends: 'plain commands',
    turn: async (chat, text) => {
      const kept = await client.get(`xstate:${chat}`);
      const actor = createActor(machine, kept === null ? {} : { snapshot: JSON.parse(kept) });
      actor.start();
      actor.send({ type: 'ANSWER', text });
      const snapshot = actor.getPersistedSnapshot();
      actor.stop();
      await client.set(`xstate:${chat}`, JSON.stringify(snapshot));
    },
    close: async () => client.disconnect(),
  };
};
