import { writeFile } from 'node:fs/promises';
import { cpus, freemem, platform, release, totalmem } from 'node:os';
import { Writable } from 'node:stream';
import { diskFree } from '../../host/disk-free.ts';
import { logFolder } from '../../host/log-file.ts';
import type { Settings } from '../../settings.ts';
import { version } from '../../version.ts';
import { newestBackup } from '../backup-shelf.ts';
import { doctor } from '../doctor.ts';
import { withStore } from '../with-store.ts';
import { type LogLine, logLines } from './log-lines.ts';

/** The newest lines of the log that go into a bundle. */
const MOST_LINES = 500;

/** Settings whose values say nothing about anybody; of all others only whether they are set. */
const openSettings = ['SHENBAO_INSTANCE', 'SHENBAO_DURABILITY', 'LOG_LEVEL', 'PORT', 'HOST', 'SHENBAO_PACK'];
const isOurs = (name: string): boolean =>
  /^(?:SHENBAO|TELEGRAM|FEISHU|WECOM|WECHATY|KF|REDIS|LLM|CLAMD|BACKUP|METRICS|PUBLIC|PORT$|HOST$|LOG_LEVEL$)/.test(
    name,
  );

/**
 * Properties of a log line that cannot hold what somebody wrote or is called. An event's id is left out: at some
 * platforms it holds an account, and an account may be a name.
 */
const openFields = [
  'level',
  'time',
  'version',
  'kind',
  'outcome',
  'attempts',
  'ms',
  'channel',
  'result',
  'code',
  'error',
  'waiting',
  'drained',
  'session',
  'chat',
  'item',
  'node',
  'instance',
  'pid',
];

/** A message is a fixed sentence of the program, in English; what is told in Chinese comes with a code. */
const openMessage = (msg: string): string => (/^[\x20-\x7e]{1,80}$/.test(msg) ? msg : '');

const bared = (line: LogLine): Record<string, unknown> => ({
  ...Object.fromEntries(openFields.flatMap(name => (line[name] === undefined ? [] : [[name, line[name]]]))),
  ...(openMessage(line.msg) === '' ? {} : { msg: line.msg }),
});

const doctorText = async (settings: Settings, env: NodeJS.ProcessEnv): Promise<string> => {
  let text = '';
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  await doctor(settings, env, output);
  return text;
};

/** Addresses, hosts and account names that `doctor` prints for the operator are nobody else's business. */
const withoutAddresses = (text: string): string =>
  text
    .replace(/[a-z+]{1,20}:\/\/[^\s，。；）)]+/gi, '<地址>')
    .replace(/@\w+/g, '<账号>')
    .replace(/(?<!\d)\d{5,}(?!\d)/g, '<数字>');

/** `support FILE`: what somebody who helps from afar needs to know; no secret, no address, nothing of any person. */
export const support = async (
  settings: Settings,
  env: Readonly<Record<string, string | undefined>>,
  file: string,
  output: Writable,
): Promise<void> => {
  const set = Object.keys(env).filter(isOurs).sort();
  const log = (await logLines(logFolder(settings.dataDir), () => true)).slice(-MOST_LINES);
  const stores = await withStore(settings, async store => {
    const counts = await Promise.all(
      (await store.spaces()).map(async (space, index) => ({
        space: space.includes('~') ? `rehearsal ${index}` : space,
        ...(await store.stats(space)),
      })),
    );
    return { kind: settings.store.includes('://') ? 'redis' : 'sqlite', counts };
  }).catch((error: unknown) => ({ trouble: error instanceof Error ? error.name : 'error' }));
  const backedUp = await newestBackup(settings.backupDir);
  const bundle = {
    made: new Date().toISOString(),
    version,
    node: process.versions.node,
    system: `${platform()} ${release()} ${process.arch}`,
    cores: cpus().length,
    memoryMB: Math.round(totalmem() / 2 ** 20),
    freeMemoryMB: Math.round(freemem() / 2 ** 20),
    diskFree: await diskFree(settings.dataDir).catch(() => null),
    backedUp: backedUp === null ? null : new Date(backedUp).toISOString(),
    settings: Object.fromEntries(
      set.map(name => [name, openSettings.includes(name) ? env[name] : env[name] === '' ? 'empty' : 'set']),
    ),
    store: stores,
    doctor: withoutAddresses(await doctorText(settings, env))
      .replaceAll(settings.dataDir, '<数据文件夹>')
      .split('\n'),
    log: log.map(bared),
  };
  await writeFile(file, `${JSON.stringify(bundle, null, 1)}\n`, { mode: 0o600, flag: 'wx' });
  output.write(
    `已写入 ${file}：版本、设置名称、检查结果、数量和最近${log.length}行日志，不含密钥、地址和个人信息。\n`,
  );
};
