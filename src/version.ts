import { readFileSync } from 'node:fs';

/** Version of this program, as `package.json` says it (semver): printed by `--version`, `/healthz` and `doctor`. */
export const version: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;
