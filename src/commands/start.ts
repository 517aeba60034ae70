import { flushCompileCache } from 'node:module';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { createDeskChannel } from '../../adapters/web/desk/channel.ts';
import { createWebChannel, type WebOptions } from '../../adapters/web/index.ts';
import { isBrowsers } from '../../adapters/web/seat.ts';
import { composeHouse } from '../compose.ts';
import { certificateLook } from '../host/certificate.ts';
import type { Channel, ChannelDeps, HttpRoute } from '../host/channel.ts';
import { diskFree } from '../host/disk-free.ts';
import { noteHeads } from '../host/heads.ts';
import type { House } from '../host/house.ts';
import { httpSettings, startHttp } from '../host/http.ts';
import { createLogger, type Logger } from '../host/log.ts';
import { LogFile, logFolder } from '../host/log-file.ts';
import { Metrics } from '../host/metrics.ts';
import { proxyFetch } from '../host/proxy.ts';
import { openTracing } from '../host/tracing.ts';
import { watchers } from '../host/watcher.ts';
import { IssueError } from '../issue-error.ts';
import { checksFor } from '../pack-checks.ts';
import { deploymentSecret, type Settings } from '../settings.ts';
import { version } from '../version.ts';
import { newestBackup } from './backup-shelf.ts';
import { configuredChannels } from './channels.ts';
import { noteAddress } from './desk.ts';
import { deskAccess, deskHouse } from './desk-house.ts';
import { studioHouse } from './studio/house.ts';
import { upkeep } from './upkeep.ts';
import { watchPacks } from './watch-packs.ts';
import { REHEARSAL_IDLE_MS, webHouse, webRehearsal } from './web-house.ts';

const HOUR_MS = 3600 * 1000;
/** Channels that need longer to start are not waited for before the process says that it is ready. */
const OPENING_MS = 10_000;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The pages of the other processes on the same store. Without them a browser is shown what its own process did. */
const otherPages = ({ store, renderer }: House, log: Logger): NonNullable<WebOptions['others']> => ({
  tell: text => {
    store.tell?.('page', text).catch(() => log.warn({}, 'other pages were not told'));
  },
  hear: async heard => {
    await store.hear?.('page', heard).catch(() => log.warn({}, 'other pages are not heard'));
  },
  remake: ref => renderer.file(ref),
});

/** Run until SIGTERM or SIGINT: the page, and every channel that is configured. One channel's trouble stops no other. */
export const start = async (settings: Settings): Promise<void> => {
  const file = new LogFile(logFolder(settings.dataDir), settings.instance);
  const log = createLogger(settings.logLevel, { version, file });
  const http = httpSettings(process.env);
  if (!http.ok) throw new IssueError(http.issues);
  const proxy = proxyFetch(process.env);
  if (!proxy.ok) throw new IssueError(proxy.issues);
  const { channels, issues, absent } = configuredChannels(process.env);
  if (issues.length > 0) throw new IssueError(issues);
  const metrics = new Metrics(version);
  const tracing = await openTracing(process.env, { version, instance: settings.instance });
  if (!tracing.ok) throw new IssueError(tracing.issues);
  const watcher = tracing.value === null ? metrics : watchers(metrics, tracing.value);
  const composed = await composeHouse(
    settings,
    log,
    ({ address }) => webRehearsal(address),
    'serve',
    watcher,
  );
  if (!composed.ok) throw new IssueError(composed.issues);
  const { house, refused, packs, serve } = composed.value;
  for (const issue of refused) say(`内容包有误，未启用：${new IssueError([issue]).message}`);

  const deps: ChannelDeps = {
    log,
    dataDir: settings.dataDir,
    publicUrl: settings.publicUrl,
    words: house.words,
  };
  const access = deskAccess(house);
  const studio = studioHouse(house, settings, access);
  const web = await createWebChannel({
    house: webHouse(house),
    desk: deskHouse(house, access),
    studio,
    log,
    publicUrl: settings.publicUrl,
    open: settings.pageOpen,
    ...(house.store.tell && house.store.hear ? { others: otherPages(house, log) } : {}),
  });
  house.addChannel(web);
  const desk = createDeskChannel();
  house.addChannel(desk);
  const routes: HttpRoute[] = [];
  const starting: { name: string; channel: Channel }[] = [];
  for (const { name, factory } of channels) {
    const channel = await factory.create(deps);
    routes.push(...(channel.routes ?? []));
    house.addChannel(channel);
    starting.push({ name, channel });
  }

  metrics.watch({
    store: house.store,
    notices: house.notices.all().map(({ pack }) => pack.id),
    channels: () => house.channels(),
    storeOk: async () => (await house.checkStore()).refusals.length === 0,
    spooled: () => house.spooled,
    diskFree: () => diskFree(settings.dataDir),
    backedUpAt: () => newestBackup(settings.backupDir),
    certificateEnds: certificateLook(settings.publicUrl),
    now: () => house.now(),
  });
  /** Callbacks would be refused: whoever shares them out must not send any here yet. */
  let opening = starting.length > 0;
  const names = settings.publicUrl === null ? [] : [new URL(settings.publicUrl).hostname];
  const ready = async () => {
    await house.store.spaces();
    const { refusals, warnings } = await house.checkStore();
    const channelStates = Object.fromEntries(
      house.channels().map(channel => [channel.name, channel.health().state]),
    );
    const store = refusals[0]?.code ?? warnings[0]?.code ?? 'ok';
    const running = house.channels().every(channel => channel.health().state !== 'stopped');
    return { ok: refusals.length === 0 && running && !opening, parts: { store, ...channelStates } };
  };
  const { page, callbacks } = http.value;
  const watch = { version, token: settings.metricsToken, metrics: () => metrics.text(), watcher };
  const common = { names, ready, log, watch };
  const server = await startHttp({
    ...common,
    settings: page,
    routes: callbacks ? [] : routes,
    site: web.site,
  });
  const apart = callbacks && server.ok ? await startHttp({ ...common, settings: callbacks, routes }) : null;
  if (!server.ok || apart?.ok === false) {
    if (server.ok) await server.value.close();
    await house.close();
    throw new IssueError([...(server.ok ? [] : server.issues), ...(apart?.ok === false ? apart.issues : [])]);
  }
  house.serveDesk(`${settings.publicUrl ?? server.value.url}/desk`);
  await noteAddress(settings.dataDir, server.value.url);
  await Promise.all([web.start(house), desk.start(house)]);
  await house.watch();
  setInterval(() => {
    house
      .wipeIdle(isBrowsers, REHEARSAL_IDLE_MS)
      .catch((error: unknown) =>
        log.warn({ error: error instanceof Error ? error.name : 'error' }, 'idle rehearsals not deleted'),
      );
  }, HOUR_MS).unref();

  const secret = await deploymentSecret(settings);
  log.info({ node: process.versions.node, instance: settings.instance, pid: process.pid }, 'started');
  const { pack } = house.notices.newest;
  say(`申报助手 ${version} 已启动：${pack.manifest.title}（${pack.manifest.issuer}）`);
  say(`本地网页：${server.value.url}`);
  if (apart) say(`渠道回调：${apart.value.url}`);
  if (!['127.0.0.1', '::1', 'localhost'].includes(page.host))
    say(`注意：HOST=${page.host}，网络中的其他机器也能连到本程序；请用防火墙只让反向代理连接`);
  if (settings.publicUrl !== null && !settings.pageOpen)
    say('网页只在本机打开；要让申报人使用，请设 PAGE_OPEN=applicants');
  say(`数据存放：${house.store.description}`);
  if (proxy.value !== null) say(`经代理访问外网：${proxy.value}`);
  for (const { factory } of channels) say(`渠道：${factory.summary}`);
  if (absent.length > 0) say(`未配置的渠道：${absent.join('、')}（配置方法见 README）`);

  const endUpkeep = upkeep(settings, secret, house, log);
  const edits = watchPacks({ packs, checks: checksFor(settings), serve, say });
  const stop = async (): Promise<void> => {
    endUpkeep();
    edits.close();
    // Open pages first: their streams would hold the server up.
    await web.stop();
    await noteHeads(house.store, settings.dataDir, secret).catch(() => undefined);
    await Promise.all([server.value.close(), apart?.value.close(), studio.close()]);
    await house.close();
    await tracing.value?.close();
    log.info({ instance: settings.instance }, 'stopped');
  };
  // A terminal and a service manager signal every process of the group, and the one that started this hands its own on.
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }

  // The question index takes a good part of a second to build: before the first message, not during it.
  // Whoever has come meanwhile is served in between.
  for (const notice of house.notices.all()) {
    await setImmediate();
    notice.warm();
  }
  // Kept now and not at the end, which a service that is killed does not see: the next start is half as long.
  flushCompileCache();

  const opened = Promise.all(
    starting.map(async ({ name, channel }) => {
      try {
        await channel.start(house);
        say(`渠道 ${name} 已就绪`);
      } catch (error) {
        say(`渠道 ${name} 未能启动：${error instanceof Error ? error.message : '原因不明'}`);
        log.error(
          { channel: name, error: error instanceof Error ? error.name : 'error' },
          'channel did not start',
        );
      }
    }),
  ); // A platform that cannot be reached does not keep the others away.
  await Promise.race([opened, sleep(OPENING_MS, undefined, { ref: false })]);
  opening = false;
  await opened;
};
