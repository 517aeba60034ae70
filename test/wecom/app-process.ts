import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { wecom } from '../../adapters/wecom/index.ts';
import type { Channel, HttpRoute } from '../../src/host/channel.ts';
import { silentLogger } from '../../src/host/log.ts';
import { openAssistant } from '../../src/main.ts';
import { serveRoutes } from '../contracts/serve-routes.ts';

/*
 * A process with the self-built app in front of a store on disk, to be killed. Prints the address of its callbacks.
 * FORGET_KEY makes the wrong variant: every attempt of a delivery gets a new idempotency key.
 */
const dataDir = process.env.TEST_DATA!;
const routes: HttpRoute[] = [];
const server = await serveRoutes(routes);
const configured = wecom.configure(process.env);
if (!configured?.ok) throw new Error('configuration');
const channel = await configured.value.create({ log: silentLogger, dataDir, publicUrl: server.url });
routes.push(...(channel.routes ?? []));
let serial = 0;
const forgetful: Channel = {
  name: channel.name,
  capabilities: channel.capabilities,
  start: intake => channel.start(intake),
  send: outgoing => {
    serial += 1;
    return channel.send({ ...outgoing, key: `${process.pid}-${serial}` });
  },
  health: () => channel.health(),
  stop: () => channel.stop(),
};
await openAssistant({
  packs: ['conversations/wanzhou-2022'],
  store: join(dataDir, 'shenbao.sqlite'),
  secret: Buffer.alloc(32, 7),
  channels: [process.env.FORGET_KEY ? forgetful : channel],
});
process.stdout.write(`${server.url}\n`);
flushCompileCache();
