import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWebChannel } from '../../adapters/web/index.ts';
import { deskAccess, deskHouse } from '../../src/commands/desk-house.ts';
import { studioHouse } from '../../src/commands/studio/house.ts';
import { watchPacks } from '../../src/commands/watch-packs.ts';
import { webHouse, webRehearsal } from '../../src/commands/web-house.ts';
import { composeHouse } from '../../src/compose.ts';
import type { House } from '../../src/host/house.ts';
import { silentLogger } from '../../src/host/log.ts';
import type { EventBody } from '../../src/model/event.ts';
import { checksFor } from '../../src/pack-checks.ts';
import { readSettings } from '../../src/settings.ts';
import { serveSite } from './serve-site.ts';

export interface StudioOffice {
  readonly url: string;
  readonly house: House;
  /** The folder whose packs are edited and served. */
  readonly packs: string;
  /** What the service told its operator. */
  readonly said: readonly string[];
  /** Somebody says something in a chat, or a program does something to it. */
  receive(chat: string, body: EventBody): Promise<void>;
  /** What signs somebody in at the desk. */
  link(space: string, actor: string): Promise<string>;
  close(): Promise<void>;
}

/** The service of an installation with copies of these packs, edited in its studio and served from there. */
export const openStudioOffice = async (folders: readonly string[]): Promise<StudioOffice> => {
  const root = await mkdtemp(join(tmpdir(), 'shenbao-studio-'));
  const packs = join(root, 'packs');
  for (const folder of folders) await cp(folder, join(packs, folder.split('/').at(-1)!), { recursive: true });
  const settings = readSettings({ SHENBAO_DATA: join(root, 'data'), SHENBAO_PACKS: packs });
  if (!settings.ok) throw new Error(settings.issues[0]?.message);
  const composed = await composeHouse(settings.value, silentLogger, ({ address }) => webRehearsal(address));
  if (!composed.ok) throw new Error(composed.issues[0]?.message);
  const { house, packs: served, serve } = composed.value;
  const access = deskAccess(house);
  const studio = studioHouse(house, settings.value, access);
  const channel = await createWebChannel({
    house: webHouse(house),
    desk: deskHouse(house, access),
    studio,
    log: silentLogger,
    open: true,
    publicUrl: 'https://shenbao.example',
  });
  house.addChannel(channel);
  await channel.start(house);
  const http = await serveSite(channel.site, { names: ['shenbao.example'] });
  const said: string[] = [];
  const edits = watchPacks({
    packs: served,
    checks: checksFor(settings.value),
    serve,
    say: line => said.push(line),
  });
  let events = 0;
  return {
    url: http.url,
    house,
    packs,
    said,
    receive: async (chat, body) => {
      events += 1;
      await house.receive({
        id: `test:${events}`,
        at: house.now(),
        address: { channel: 'web', chat, kind: 'private' },
        actor: { id: `web:${chat}` },
        body,
      });
    },
    link: (space, actor) => access.link(space, actor),
    close: async () => {
      edits.close();
      await channel.stop();
      await http.close();
      await studio.close();
      await house.close();
      await rm(root, { recursive: true, force: true });
    },
  };
};
