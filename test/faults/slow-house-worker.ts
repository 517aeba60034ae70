import { closeSync, fsyncSync, openSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { composeHouse } from '../../src/compose.ts';
import type { Channel } from '../../src/host/channel.ts';
import { silentLogger } from '../../src/host/log.ts';
import type { Event } from '../../src/model/event.ts';
import { plainText } from '../../src/model/plain-text.ts';
import { readSettings } from '../../src/settings.ts';
import { deskCapabilities } from '../support/desk.ts';
import { type Report, Request } from './slow-house-protocol.ts';

// The whole house, with its spool, as `start` composes it from the environment, and a chat app that tells the parent
// what it is given. Its disk is as slow as the one of redis-server.

const say = (report: Report): void => {
  process.send?.(report);
};

const desk: Channel = {
  name: 'desk',
  capabilities: deskCapabilities,
  start: async () => {},
  send: async ({ message }) => {
    say({ kind: 'sent', chat: message.to.chat, text: plainText(message) });
    return { kind: 'sent' };
  },
  health: () => ({ state: 'running' }),
  stop: async () => {},
};

const settings = readSettings(process.env);
if (!settings.ok) throw new Error(JSON.stringify(settings.issues));
const log = {
  ...silentLogger,
  info: (fields: Parameters<typeof silentLogger.info>[0]) => {
    if (fields.drained !== undefined) say({ kind: 'drained' });
  },
};
const composed = await composeHouse(settings.value, log, () => null, 'serve');
if (!composed.ok) throw new Error(JSON.stringify(composed.issues));
const { house } = composed.value;
house.addChannel(desk);
for (const notice of house.notices.all()) notice.warm();
await house.watch();

/** Milliseconds between two samples; one that comes late is time in which nobody was served. */
const sampleMs = 10;
const loop = monitorEventLoopDelay({ resolution: sampleMs });
const twoSamples = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 2 * sampleMs));
const sayLoop = (): void => {
  say({ kind: 'loop', p99: Math.round(loop.percentile(99) / 1e6), max: Math.round(loop.max / 1e6) });
  loop.reset();
};

const receive = async (event: Event): Promise<void> => {
  const began = performance.now();
  const { outcome } = await house.receive(event);
  say({ kind: 'receipt', id: event.id, outcome, ms: Math.round(performance.now() - began) });
};

process.on('message', async message => {
  const request = Request.parse(message);
  if (request.kind === 'event') return receive(request.event);
  if (request.kind === 'stall') {
    loop.reset();
    await twoSamples();
    const file = openSync(join(settings.value.dataDir, 'stall'), 'w');
    fsyncSync(file);
    closeSync(file);
    await twoSamples();
  }
  sayLoop();
});
loop.enable();
say({ kind: 'ready' });
flushCompileCache();
