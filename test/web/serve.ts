import { createWebChannel, type WebChannel } from '../../adapters/web/index.ts';
import type { HttpServer } from '../../src/host/http.ts';
import { silentLogger } from '../../src/host/log.ts';
import { createFakeHouse, type FakeHouse } from './fake-house.ts';
import { serveSite } from './serve-site.ts';

export interface Served {
  readonly url: string;
  readonly port: number;
  readonly fake: FakeHouse;
  readonly channel: WebChannel;
  readonly http: HttpServer;
  stop(): Promise<void>;
}

/** The real page and server in front of the fake house, on a free port unless one is given. */
export const serve = async (port = 0, given?: FakeHouse): Promise<Served> => {
  const fake = given ?? (await createFakeHouse());
  const channel = await createWebChannel({
    house: fake.house,
    desk: null,
    log: silentLogger,
    open: true,
    publicUrl: 'https://shenbao.example',
  });
  fake.attach(channel);
  await channel.start(fake.intake);
  const http = await serveSite(channel.site, { port });
  return {
    url: http.url,
    port: http.port,
    fake,
    channel,
    http,
    stop: async () => {
      await channel.stop();
      await http.close();
      if (!given) await fake.dispose();
    },
  };
};
