#!/usr/bin/env node
// Guards the Node version before anything else is loaded: this file must run on any Node and imports only built-ins.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
/** node:sqlite needs no flag from 22.13, and 22.14 is what package.json asks for. */
const recent = major > 22 || (major === 22 && minor >= 14);
/** Type stripping needs no flag from 22.18 and 23.6. */
const strips = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
const cli = fileURLToPath(new URL('./cli.ts', import.meta.url));
const ownNode = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));

const runWith = (command, flags) => {
  const { status, signal, error } = spawnSync(command, [...flags, cli, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (error) throw error;
  process.exit(signal ? 1 : (status ?? 1));
};

if (recent && strips) await import('./cli.ts');
else if (recent)
  runWith(process.execPath, ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']);
else if (existsSync(ownNode)) runWith(ownNode, []);
else {
  process.stderr.write(
    `需要 Node.js 22.14 或更高版本，当前为 ${process.versions.node}。Node.js 22.14 or newer is needed. 请升级，或在项目目录运行 npm ci。\n`,
  );
  process.exit(1);
}
