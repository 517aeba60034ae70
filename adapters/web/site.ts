import { Hono } from 'hono';
import { hostAllowed, localRequest } from '../../src/host/host-name.ts';
import { type App, type Env, refuse } from './answers.ts';
import type { Asset } from './assets.ts';
import type { DeskHouse } from './desk/house.ts';
import { mountDesk } from './desk/routes.ts';
import { originAllowed } from './guard.ts';
import type { Modules } from './modules.ts';
import { mountReceive, type ReceiveOptions } from './receive.ts';
import { browserOf } from './seat.ts';
import { mountStream } from './stream.ts';
import type { StudioHouse } from './studio/house.ts';
import { mountStudio } from './studio/routes.ts';
import { mountTour } from './tour.ts';
import { mountViews } from './views.ts';

/** Bytes; our own cap for one uploaded file. */
const maxFileBytes = 20 * 1024 * 1024;

export interface SiteOptions extends Omit<ReceiveOptions, 'maxFileBytes'> {
  readonly assets: ReadonlyMap<string, Asset>;
  /** Libraries that only some pages load. */
  readonly modules: Modules;
  /** Public base address the page is also called by, or null: then only localhost and addresses are. */
  readonly publicUrl: string | null;
  /** Whether the page is for people elsewhere too; the desk is, with its own sign-in. */
  readonly open: boolean;
  /** null: this process serves no desk. */
  readonly desk: DeskHouse | null;
  /** null: this process serves no studio. */
  readonly studio: StudioHouse | null;
}

/** The applicants' page and what it asks for; scripts and pictures are the desk's too. */
const isForApplicants = (path: string): boolean =>
  path === '/' || path === '/index.html' || /^\/api\/(?!desk\/|studio\/)/.test(path);

/** The page, its files, and the requests it makes. Nothing is answered to a foreign name or a foreign page. */
export const createSite = (options: SiteOptions): App => {
  const { house, hub, assets, modules, log, desk, studio, open, publicUrl } = options;
  const names = publicUrl === null ? [] : [new URL(publicUrl).hostname];
  const secureHost = publicUrl?.startsWith('https:') ? new URL(publicUrl).host : null;
  const app = new Hono<Env>();

  app.use('*', async (c, next) => {
    const host = c.req.header('host');
    if (!hostAllowed(host, names)) {
      return refuse(c, 403, 'web:unknown-host', '请用本机地址打开本页；如有域名，请在 PUBLIC_URL 中写明。');
    }
    if (!open && isForApplicants(c.req.path) && !localRequest(c)) {
      return refuse(
        c,
        403,
        'web:closed',
        '本网页只在本机打开。请在聊天中办理；审核人员请在聊天中发送“打开审核台”。',
      );
    }
    const origin = { host, origin: c.req.header('origin'), fetchSite: c.req.header('sec-fetch-site') };
    if (c.req.path.startsWith('/api/') && !originAllowed(origin)) {
      return refuse(c, 403, 'web:foreign-page', '请求不是从本页发出的。');
    }
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('cross-origin-opener-policy', 'same-origin');
    return next();
  });

  app.use('/api/*', async (c, next) => {
    const browser = browserOf(c.req.header('x-shenbao-key'));
    if (browser === null) return refuse(c, 401, 'web:no-key', '请刷新页面后重试。');
    c.set('browser', browser);
    c.header('cache-control', 'no-store');
    return next();
  });

  mountReceive(app, { ...options, maxFileBytes });
  mountTour(app, { ...options, maxFileBytes });
  mountStream(app, hub);
  if (desk) mountDesk(app, desk, secureHost);
  if (studio) mountStudio(app, studio, secureHost);
  mountViews(app, { house, hub, maxFileBytes, publicUrl: open ? publicUrl : null });

  app.get('*', async c => {
    const asset = assets.get(c.req.path) ?? (await modules.at(c.req.path));
    if (!asset) return c.text('Not found', 404);
    if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304, { etag: asset.etag });
    return c.body(new Uint8Array(asset.body), 200, { ...asset.headers, etag: asset.etag });
  });

  app.onError((error, c) => {
    log.error({ error: error.name, at: error.stack?.split('\n')[1]?.trim(), path: c.req.path }, 'web:error');
    return refuse(c, 503, 'web:unavailable', '暂时不能处理，请稍后再试。');
  });
  return app;
};
