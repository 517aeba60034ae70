import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pack } from '../model/pack/pack.ts';
import type { PackPin } from '../model/session.ts';
import { keepCommon } from '../packs/common.ts';
import { loadPack } from '../packs/load.ts';

/**
 * Every version of a pack that was ever served, kept beside the store, so that a conversation can go on with the
 * version it began with and an application prints as it was submitted.
 */
export class PackArchive {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  #folder(pin: PackPin): string {
    return join(this.#root, `${pin.id}-${pin.hash.slice(0, 16)}`);
  }

  async keep(pack: Pick<Pack, 'id' | 'hash' | 'faq'>, from: string): Promise<void> {
    const folder = this.#folder(pack);
    if (await stat(folder).catch(() => null)) return;
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    const temporary = `${folder}.part-${process.pid}`;
    await cp(from, temporary, { recursive: true });
    if (pack.faq.topics !== undefined) await keepCommon(temporary);
    await rename(temporary, folder).catch(() => rm(temporary, { recursive: true, force: true }));
  }

  /** The version, or null when it is not there or no longer readable by this program. */
  async version(pin: PackPin): Promise<Pack | null> {
    const folder = this.#folder(pin);
    if (!(await stat(folder).catch(() => null))) return null;
    const loaded = await loadPack(folder);
    return loaded.ok && loaded.value.hash === pin.hash ? loaded.value : null;
  }
}
