import type { Capabilities } from '../../src/host/channel.ts';

/** What a chat app can do that sets no limits of its own. */
export const deskCapabilities: Capabilities = {
  buttons: 100,
  edit: true,
  filesIn: true,
  filesOut: true,
  text: { limit: 1_000_000, unit: 'characters' },
  forms: true,
};
