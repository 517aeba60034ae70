import type { Channel } from '../../../src/host/channel.ts';

/**
 * Where officers are reached who have no chat app and work at the desk alone. The desk shows the cases themselves, so what
 * a chat would be told has arrived there already.
 */
export const createDeskChannel = (): Channel => {
  let running = false;
  return {
    name: 'desk',
    capabilities: {
      buttons: 50,
      edit: true,
      filesIn: false,
      filesOut: true,
      text: { limit: 100_000, unit: 'characters' },
      forms: false,
    },
    start: async () => {
      running = true;
    },
    send: async () => ({ kind: 'sent' }),
    health: () => ({ state: running ? 'running' : 'starting' }),
    stop: async () => {
      running = false;
    },
  };
};
