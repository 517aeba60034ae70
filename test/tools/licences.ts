import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/* The licences of what is installed, one line a package: `npm run licences` after `npm ci --omit=dev`. */

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string | { readonly type?: string };
  readonly licenses?: readonly { readonly type?: string }[];
}

const folder = new URL('../../node_modules', import.meta.url);

/** Package folders below `node_modules`, those of scopes and those below other packages too. */
const packagesIn = (at: string): string[] =>
  readdirSync(at, { withFileTypes: true }).flatMap(entry => {
    const path = join(at, entry.name);
    if (!entry.isDirectory() || entry.name.startsWith('.')) return [];
    if (entry.name.startsWith('@')) return packagesIn(path);
    const below = join(path, 'node_modules');
    try {
      return [path, ...packagesIn(below)];
    } catch {
      return [path];
    }
  });

const licenceOf = ({ license, licenses }: Manifest): string =>
  typeof license === 'string' ? license : (license?.type ?? licenses?.[0]?.type ?? 'UNKNOWN');

const lines = packagesIn(fileURLToPath(folder)).flatMap(path => {
  try {
    const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest;
    return manifest.name && manifest.version
      ? [`${licenceOf(manifest)}\t${manifest.name}\t${manifest.version}`]
      : [];
  } catch {
    return [];
  }
});
process.stdout.write(`${[...new Set(lines)].sort().join('\n')}\n`);
