import { createWebChannel } from '../../adapters/web/index.ts';
import { deskHouse } from '../../src/commands/desk-house.ts';
import { webHouse } from '../../src/commands/web-house.ts';
import { startHttp } from '../../src/host/http.ts';
import { silentLogger } from '../../src/host/log.ts';
import { submitWanzhou } from '../engine/review/applicants.ts';
import { Office } from '../engine/review/office.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

export interface DeskOffice {
  readonly office: Office;
  readonly url: string;
  /** A submitted case for the section of 审. */
  submit(who: string, values?: Readonly<Record<string, string>>): Promise<string>;
  /** What 打开审核台 gives this officer, for the page: the part behind `#`. */
  link(who: string): Promise<string>;
  close(): Promise<void>;
}

/** A whole office with the desk served in front of it; officers and most applicants of a test talk in a chat. */
export const openDeskOffice = async (
  now = '2022-09-01',
  publicUrl: string | null = null,
): Promise<DeskOffice> => {
  const { pack } = await noticeAt(wanzhouFolder);
  const office = await Office.open({ pack, now });
  const channel = await createWebChannel({
    house: webHouse(office.house),
    desk: deskHouse(office.house),
    log: silentLogger,
    open: true,
    publicUrl,
  });
  office.house.addChannel(channel);
  await channel.start(office.house);
  const started = await startHttp({
    settings: { host: '127.0.0.1', port: 0, exact: true },
    routes: [],
    site: channel.site,
    ready: async () => ({ ok: true, parts: {} }),
    log: silentLogger,
  });
  if (!started.ok) throw new Error(started.issues[0]?.message);
  const { url, close } = started.value;
  office.house.serveDesk(`${url}/desk`);
  return {
    office,
    url,
    submit: async (who, values) => (await submitWanzhou(office, who, values)).number,
    link: async who => /#(\S+)$/m.exec((await office.say(who, '打开审核台')).text(who))?.[1] ?? '',
    close: async () => {
      await channel.stop();
      await close();
      await office.close();
    },
  };
};
