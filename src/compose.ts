import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { scanner } from './host/clamd.ts';
import { openClauseChooser } from './host/clause-chooser.ts';
import { FileLock } from './host/file-lock.ts';
import { FileKeeper, filesFolder } from './host/files.ts';
import { usualLimits } from './host/flood.ts';
import { formReader } from './host/form-reader.ts';
import { House } from './host/house.ts';
import type { Logger } from './host/log.ts';
import { Notices } from './host/notices.ts';
import { PackArchive } from './host/pack-archive.ts';
import { Spool } from './host/spool.ts';
import type { Watcher } from './host/watcher.ts';
import type { Event } from './model/event.ts';
import type { Issue, Result } from './model/issue.ts';
import type { Pack } from './model/pack/pack.ts';
import { checksFor } from './pack-checks.ts';
import { packsAt } from './packs-at.ts';
import { deploymentSecret, type Settings } from './settings.ts';
import { fileKey } from './store/at-rest/data-key.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/port.ts';
import { storeTrouble } from './store/trouble.ts';

export interface Composition {
  readonly house: House;
  readonly keeper: FileKeeper;
  /** Packs that could not be used; the others run. */
  readonly refused: readonly Issue[];
  readonly packs: readonly { readonly pack: Pack; readonly dir: string }[];
  /** Keeps a new version of a served pack and serves it from now on. */
  readonly serve: (pack: Pack, dir: string) => Promise<void>;
}

/** Room for messages while the store is away, in bytes: at a kilobyte each, a day of ten a second. */
const SPOOL_LIMIT = 1024 * 1024 * 1024;

/**
 * One file a process: two that wrote to the same would write over each other. The one of a process that died is taken
 * over at start.
 */
const openSpool = async (settings: Settings, secret: Uint8Array, log: Logger): Promise<Result<Spool>> => {
  const path = join(settings.dataDir, 'spool', `${settings.instance}.spool`);
  const lock = FileLock.take(`${path}.lock`);
  if (lock === null) {
    return {
      ok: false,
      issues: [
        {
          code: 'start:already-running',
          message: `已有一个进程在使用数据文件夹 ${settings.dataDir}`,
          hint: '请先停止它；需要同时运行几个进程时，请用 SHENBAO_INSTANCE 给每个进程取不同的名称',
        },
      ],
    };
  }
  const spool = await Spool.open(path, { limitBytes: SPOOL_LIMIT, lock, key: fileKey(secret) });
  for (const { code, message } of spool.issues) log.warn({ code }, message);
  return { ok: true, value: spool };
};

const openStoreOf = async (settings: Settings, secret: Uint8Array, log: Logger): Promise<Result<Store>> => {
  try {
    const value = await openStore(settings.store, {
      auditKey: secret,
      durability: settings.durability,
      log: {
        info: (fields, message) => log.info(fields, message),
        warn: (fields, message) => log.warn(fields, message),
      },
    });
    return { ok: true, value };
  } catch (error) {
    const issues = storeTrouble(error, settings.store);
    if (issues === null) throw error;
    return { ok: false, issues };
  }
};

/** Put the house together from its settings: packs, store, files. Channels are added by whoever calls. */
export const composeHouse = async (
  settings: Settings,
  log: Logger,
  rehearsalOf: (event: Pick<Event, 'address'>) => string | null,
  /** serve: other people's messages come in, so a spool stands by. */
  purpose: 'serve' | 'tool' = 'tool',
  watcher?: Watcher,
): Promise<Result<Composition>> => {
  const packs = await packsAt(settings.packsDir, settings.pack, checksFor(settings));
  if (!packs.ok) return packs;
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  const secret = await deploymentSecret(settings);
  const spool = purpose === 'serve' ? await openSpool(settings, secret, log) : null;
  if (spool && !spool.ok) return spool;
  const store = await openStoreOf(settings, secret, log);
  if (!store.ok) {
    await spool?.value.close();
    return store;
  }
  const archive = new PackArchive(join(settings.dataDir, 'packs'));
  for (const { pack, dir } of packs.value.packs) await archive.keep(pack, dir);
  const keeper = new FileKeeper(
    filesFolder(settings.dataDir),
    settings.clamd ? scanner(settings.clamd) : null,
    fileKey(secret),
  );
  const house = new House({
    notices: new Notices(
      packs.value.packs.map(({ pack }) => pack),
      pin => archive.version(pin),
    ),
    store: store.value,
    secret,
    keeper,
    outFolder: join(settings.dataDir, 'out'),
    log,
    clock: () => Date.now(),
    rehearsalOf,
    reading: formReader(keeper),
    ...(watcher ? { watcher } : {}),
    ...(spool ? { spool: spool.value, limits: usualLimits } : {}),
    ...(settings.chooser ? { choose: openClauseChooser(settings.chooser, log) } : {}),
  });
  const serve = async (pack: Pack, dir: string): Promise<void> => {
    await archive.keep(pack, dir);
    house.notices.replace(pack);
    house.notices.get(pack.id)!.warm();
  };
  const { packs: served, refused } = packs.value;
  return { ok: true, value: { house, keeper, refused, packs: served, serve } };
};
