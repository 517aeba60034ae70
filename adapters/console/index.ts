import type { Channel, Outgoing } from '../../src/host/channel.ts';

/** Where a terminal's messages go: one function that writes. */
export type Write = (outgoing: Outgoing) => Promise<void>;

/** The terminal as a channel; every name a line comes from is a private chat of its own. */
export const consoleChannel = (write: Write): Channel => ({
  name: 'console',
  capabilities: {
    buttons: 100,
    edit: false,
    filesIn: true,
    filesOut: true,
    text: { limit: 1_000_000, unit: 'characters' },
    forms: false,
  },
  start: async () => {},
  send: async outgoing => {
    await write(outgoing);
    return { kind: 'sent' };
  },
  health: () => ({ state: 'running' }),
  stop: async () => {},
});
