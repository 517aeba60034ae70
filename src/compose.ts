import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FileKeeper } from './host/files.ts';
import { House } from './host/house.ts';
import { importForm } from './host/import-form.ts';
import type { Logger } from './host/log.ts';
import { Notices } from './host/notices.ts';
import { PackArchive } from './host/pack-archive.ts';
import type { Event } from './model/event.ts';
import type { Issue, Result } from './model/issue.ts';
import { packsAt } from './packs-at.ts';
import { deploymentSecret, type Settings } from './settings.ts';
import { openStore } from './store/open.ts';

export interface Composition {
  readonly house: House;
  readonly keeper: FileKeeper;
  /** Packs that could not be used; the others run. */
  readonly refused: readonly Issue[];
}

/** Put the house together from its settings: packs, store, files. Channels are added by whoever calls. */
export const composeHouse = async (
  settings: Settings,
  log: Logger,
  rehearsalOf: (event: Pick<Event, 'address'>) => string | null,
): Promise<Result<Composition>> => {
  const packs = await packsAt(settings.packsDir, settings.pack);
  if (!packs.ok) return packs;
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
  const secret = await deploymentSecret(settings);
  const store = await openStore(settings.store, {
    auditKey: secret,
    durability: settings.durability,
    log: {
      info: (fields, message) => log.info(fields, message),
      warn: (fields, message) => log.warn(fields, message),
    },
  });
  const archive = new PackArchive(join(settings.dataDir, 'packs'));
  for (const { pack, dir } of packs.value.packs) await archive.keep(pack, dir);
  const keeper = new FileKeeper(join(settings.dataDir, 'files'));
  const house = new House({
    notices: new Notices(
      packs.value.packs.map(({ pack }) => pack),
      pin => archive.version(pin),
    ),
    store,
    secret,
    keeper,
    outFolder: join(settings.dataDir, 'out'),
    log,
    clock: () => Date.now(),
    rehearsalOf,
    imported: importForm(keeper),
  });
  return { ok: true, value: { house, keeper, refused: packs.value.refused } };
};
