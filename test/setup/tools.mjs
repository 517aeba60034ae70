// Runs before `npm test`: finds redis-server and Chromium, installs them where that is possible, else says what to do.
// Plain JavaScript without dependencies, because it must run on whatever Node npm was started with.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const tools = [
  { names: ['redis-server'], variable: 'REDIS_SERVER', debian: 'redis-server' },
  { names: ['chromium', 'chromium-browser', 'google-chrome'], variable: 'CHROMIUM_PATH', debian: 'chromium' },
];

const isExecutable = path => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const onPath = name =>
  (process.env.PATH ?? '').split(delimiter).some(folder => folder !== '' && isExecutable(join(folder, name)));

const isThere = ({ names, variable }) => {
  const named = process.env[variable];
  return named ? isExecutable(named) : names.some(onPath);
};

const run = (command, args) =>
  spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;

/** How to become root without being asked anything; null when that is not possible. */
const asRoot = () => {
  if (process.getuid?.() === 0) return [];
  return onPath('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : null;
};

const install = packages => {
  const root = asRoot();
  if (root === null || !onPath('apt-get')) return false;
  const apt = args => {
    const [command, ...rest] = [...root, 'apt-get', ...args];
    return run(command, rest);
  };
  return apt(['update', '-qq']) && apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
};

const missing = tools.filter(tool => !isThere(tool));
if (missing.length > 0) {
  const packages = missing.map(({ debian }) => debian);
  if (process.env.SHENBAO_NO_INSTALL !== '1') {
    process.stdout.write(
      `Installing what the tests need with apt-get: ${packages.join(' ')} (SHENBAO_NO_INSTALL=1 forbids it)\n`,
    );
    install(packages);
  }
  const still = missing.filter(tool => !isThere(tool));
  if (still.length > 0) {
    const wanted = still
      .map(({ names, variable }) => `${names[0]} (or set ${variable} to its path)`)
      .join(' and ');
    process.stderr.write(`The tests need ${wanted}: please install it and run npm test again.\n`);
    process.exit(1);
  }
}
