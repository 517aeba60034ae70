import { createWebChannel } from '../../adapters/web/index.ts';
import { deskHouse } from '../../src/commands/desk-house.ts';
import { webHouse } from '../../src/commands/web-house.ts';
import { silentLogger } from '../../src/host/log.ts';
import { submitWanzhou } from '../engine/review/applicants.ts';
import { Office } from '../engine/review/office.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { serveSite } from './serve-site.ts';

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
  const { url, close } = await serveSite(channel.site);
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
