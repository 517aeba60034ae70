#!/usr/bin/env node
// Guards the Node version before anything else is loaded: this file must run on any Node and imports only built-ins,
// and a file of which the same is true.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import http from 'node:http';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import { installed, stripOwnFiles } from './host/own-types.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
/** node:sqlite needs no flag from 22.13, and 22.14 is what package.json asks for. */
const recent = major > 22 || (major === 22 && minor >= 14);
/** Type stripping needs no flag from 22.18 and 23.6. */
const strips = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
const here = import.meta.url;
const cli = new URL('./cli.ts', here);

/**
 * The Node that npm brought along where the machine's own is too old: a package of binaries without install script, under
 * the name `node` where most machines are, so that `node_modules/node/bin` is there for whoever looks for it.
 */
const broughtNode = () => {
  for (const name of ['node', `node-${process.platform}-${process.arch}`]) {
    try {
      const home = createRequire(here).resolve(`${name}/package.json`);
      const path = join(dirname(home), 'bin/node');
      if (existsSync(path)) return path;
    } catch {
      // Not installed on this kind of machine.
    }
  }
  return null;
};

/** Go on in another Node: it gets the signals this one gets, and its end is the end of this one. */
const runWith = async (command, flags) => {
  const child = spawn(command, [...flags, fileURLToPath(here), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [status] = await once(child, 'exit');
  process.exit(status ?? 1);
};

/** An office's proxy needs a Node whose `fetch` can be sent through it. */
const proxied = ['https_proxy', 'http_proxy', 'all_proxy'].some(
  name => process.env[name] || process.env[name.toUpperCase()],
);
const fits = recent && strips && !(proxied && http.setGlobalProxyFromEnv === undefined);
const other = fits ? null : broughtNode();

/** Reading and compiling the sources is half of a start; Node keeps the result where the code itself could be changed. */
const cached = fileURLToPath(new URL('../node_modules/.cache/node', here));

/**
 * Room for new objects, in MB. The more memory a machine has the more Node takes for it by itself: 100 MB of a process
 * that needs them for no more than a few turns (npm run bench:memory).
 */
v8.setFlagsFromString('--max-semi-space-size=16');

if (fits || (recent && strips && other === null)) {
  if (installed) stripOwnFiles();
  else module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? cached);
  await import(cli.href);
} else if (other !== null) await runWith(other, []);
else if (recent && !installed && !process.execArgv.includes('--experimental-strip-types'))
  await runWith(process.execPath, ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']);
else if (recent && !installed) await import(cli.href);
else {
  process.stderr.write(
    `需要 Node.js 22.14 或更高版本，当前为 ${process.versions.node}。Node.js 22.14 or newer is needed. 请升级，或在项目目录运行 npm ci。\n`,
  );
  process.exit(1);
}
