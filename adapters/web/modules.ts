import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Asset, assetOf } from './assets.ts';
import { servedImports, servedPackages } from './served-imports.ts';

/**
 * Libraries of the page that come as modules, taken from where npm put them: `/module/<package>.js`. Each is read when it is
 * first asked for, because most installations never open the page that needs it.
 */
export class Modules {
  readonly #read = new Map<string, Promise<Asset>>();

  /** Null: no module of ours has this path. */
  at(path: string): Promise<Asset> | null {
    const name = servedPackages.get(path);
    if (name === undefined) return null;
    const known = this.#read.get(path);
    if (known) return known;
    const reading = readFile(fileURLToPath(import.meta.resolve(name)), 'utf8').then(source =>
      assetOf(path, Buffer.from(servedImports(source))),
    );
    this.#read.set(path, reading);
    reading.catch(() => this.#read.delete(path));
    return reading;
  }
}
