import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { certificateLook } from '../host/certificate.ts';
import { diskFree } from '../host/disk-free.ts';
import { noteHeads } from '../host/heads.ts';
import type { House } from '../host/house.ts';
import { HouseWatch } from '../host/house-watch.ts';
import type { Logger } from '../host/log.ts';
import type { Settings } from '../settings.ts';
import { newestBackup } from './backup-shelf.ts';

/** How often the installation is looked at, in milliseconds. */
const LOOK_MS = 60_000;
/** A backup is made when the newest is this old, in milliseconds. */
const BACKUP_MS = 24 * 3_600_000;
/** After a backup that failed, the next is tried this much later. */
const AGAIN_MS = 3_600_000;

const program = fileURLToPath(new URL('../shenbao.mjs', import.meta.url));

/** `backup` in a process of its own, so that no message waits for it; null: done, else what it said. */
const backUp = async (): Promise<string | null> => {
  const child = spawn(process.execPath, [...process.execArgv, program, 'backup'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LOG_LEVEL: 'silent' },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    said += piece;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0 ? null : said.trim().slice(0, 300) || `backup ended with ${code}`;
};

/** Make the daily backup where one is wanted, and tell the operators what needs them, until the returned function is called. */
export const upkeep = (settings: Settings, secret: Uint8Array, house: House, log: Logger): (() => void) => {
  const watch = new HouseWatch();
  const { backupDir } = settings;
  let backupTrouble: string | null = null;
  let tryAgainAt = 0;
  const certificateEnds = certificateLook(settings.publicUrl);
  const look = async (): Promise<void> => {
    const now = Date.now();
    if (
      backupDir !== null &&
      now >= tryAgainAt &&
      now - ((await newestBackup(backupDir)) ?? 0) >= BACKUP_MS
    ) {
      backupTrouble = await backUp();
      tryAgainAt = now + AGAIN_MS;
      log[backupTrouble === null ? 'info' : 'error'](
        { what: 'backup' },
        backupTrouble ? 'backup failed' : 'backed up',
      );
    }
    const { refusals } = await house.checkStore();
    if (refusals.length === 0) await noteHeads(house.store, settings.dataDir, secret);
    const state = {
      diskFree: await diskFree(settings.dataDir),
      backedUpAt: backupDir === null ? undefined : await newestBackup(backupDir),
      backupTrouble,
      certificateEnds: certificateEnds(),
      storeTrouble: refusals[0]?.message ?? null,
    };
    for (const news of watch.look(state, now)) await house.tellOfHouse(news);
  };
  let timer: NodeJS.Timeout | null = null;
  const again = (ms: number): void => {
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) =>
          log.warn({ error: error instanceof Error ? error.name : 'error' }, 'upkeep failed'),
        )
        .finally(() => {
          if (timer) again(LOOK_MS);
        });
    }, ms);
    timer.unref();
  };
  again(LOOK_MS);
  return () => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
};
