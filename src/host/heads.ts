import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Store } from '../store/port.ts';
import { parseSpace } from './space.ts';

/*
 * Where the audit chain of each notice stood, noted in the data folder under the deployment's secret. Whoever can write the
 * store alone can set the whole of it back to an older copy, or take a notice out: this is what then does not fit.
 */

const Heads = z.record(z.string(), z.strictObject({ length: z.number().int(), head: z.string() }));
export type Heads = z.infer<typeof Heads>;

const fileIn = (dataDir: string): string => join(dataDir, 'heads.json');

const macOf = (secret: Uint8Array, text: string): string =>
  createHmac('sha256', secret).update(`shenbao heads\n${text}`).digest('hex');

/** Note where every notice stands now. A rehearsal may go at any time. */
export const noteHeads = async (store: Store, dataDir: string, secret: Uint8Array): Promise<void> => {
  const heads: Record<string, Heads[string]> = {};
  for (const space of await store.spaces())
    if (parseSpace(space).rehearsal === null) heads[space] = await store.head(space);
  const text = JSON.stringify(heads);
  const path = fileIn(dataDir);
  await writeFile(`${path}.part`, `${macOf(secret, text)}\n${text}\n`, { mode: 0o600 });
  await rename(`${path}.part`, path);
};

/** What was noted last; null: nothing was. `changed`: somebody else wrote it. */
export const notedHeads = async (dataDir: string, secret: Uint8Array): Promise<Heads | 'changed' | null> => {
  const whole = await readFile(fileIn(dataDir), 'utf8').catch(() => null);
  if (whole === null) return null;
  const [mac = '', text = ''] = whole.split('\n');
  const right = Buffer.from(macOf(secret, text));
  const given = Buffer.from(mac);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return 'changed';
  return Heads.parse(JSON.parse(text));
};

/** The store was put back from an archive: what was noted before does not count. */
export const forgetHeads = (dataDir: string): Promise<void> => rm(fileIn(dataDir), { force: true });
