import type { Channel, Intake } from '../../src/host/channel.ts';
import type { Site } from '../../src/host/http.ts';
import type { Logger } from '../../src/host/log.ts';
import { loadAssets } from './assets.ts';
import type { DeskHouse } from './desk/house.ts';
import type { WebHouse } from './house.ts';
import { createHub, type OtherHubs } from './hub.ts';
import { Modules } from './modules.ts';
import { isHurried } from './receive.ts';
import { placeOf } from './seat.ts';
import { sendTo } from './send.ts';
import { createSite } from './site.ts';
import type { StudioHouse } from './studio/house.ts';

export interface WebOptions {
  readonly house: WebHouse;
  /** null: no desk is served. */
  readonly desk: DeskHouse | null;
  /** Left out: no studio is served. */
  readonly studio?: StudioHouse;
  readonly log: Logger;
  /** Public base address the page is also called by, or null: then only localhost and addresses are. */
  readonly publicUrl: string | null;
  /** Whether people elsewhere may use the page, and not only officers the desk. */
  readonly open: boolean;
  /** The pages of other processes behind the same address; left out, there are none. */
  readonly others?: OtherHubs & { readonly hear: (heard: (text: string) => void) => Promise<void> };
}

export interface WebChannel extends Channel {
  /** To be served by the house's HTTP server behind everything else. */
  readonly site: Site;
  /** Drop what a chat was shown from memory, after its data was deleted. */
  forget(chat: string): void;
}

/** The page's own limit, in UTF-16 units: more than any message of ours; the browser sets none. */
const longestText = 100_000;

/** The local web page as a channel. The page and its stream answer as soon as the HTTP server serves `site`. */
export const createWebChannel = async ({
  house,
  desk,
  studio,
  log,
  publicUrl,
  open,
  others,
}: WebOptions): Promise<WebChannel> => {
  let intake: Intake | null = null;
  const hub = createHub(() => intake?.now(), others);
  let lastEventAt: number | undefined;
  const site = createSite({
    house,
    hub,
    log,
    assets: await loadAssets(),
    modules: new Modules(),
    desk,
    studio: studio ?? null,
    open,
    publicUrl,
    intake: () => intake,
  });
  const turnsAway: Site['turnsAway'] = incoming => isHurried(incoming, intake);
  return {
    name: 'web',
    capabilities: {
      buttons: 50,
      edit: true,
      filesIn: true,
      filesOut: true,
      text: { limit: longestText, unit: 'characters' },
      forms: false,
    },
    site: { fetch: (request, env) => site.fetch(request, env), turnsAway },
    start: async given => {
      await others?.hear(text => hub.hear(text));
      intake = {
        heldBack: actor => given.heldBack?.(actor) ?? false,
        receive: event => {
          lastEventAt = event.at;
          return given.receive(event);
        },
        keepFile: (content, name, maxBytes) => given.keepFile(content, name, maxBytes),
        now: () => given.now(),
      };
    },
    send: async outgoing => sendTo(hub, outgoing),
    health: () => ({
      state: intake ? 'running' : hub.closed ? 'stopped' : 'starting',
      ...(lastEventAt === undefined ? {} : { lastEventAt }),
    }),
    forget: chat => {
      const place = placeOf(chat);
      if (place) hub.clear(place.browser, [place.seat]);
    },
    stop: async () => {
      intake = null;
      hub.close();
    },
  };
};
