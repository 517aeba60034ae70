import { access } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { IssueError } from '../issue-error.ts';
import type { Issue } from '../model/issue.ts';
import { type Settings, sqliteFileIn } from '../settings.ts';
import { isServerAddress } from '../store/open.ts';
import type { Store } from '../store/port.ts';
import { TransferFailed, type TransferredSpace, transfer } from '../store/transfer.ts';
import { withStore } from './with-store.ts';

const refused = (issue: Issue): never => {
  throw new IssueError([issue]);
};

/** `sqlite` and `redis` stand for the deployment's own; anything else is a path or an address. */
const addressOf = (name: string, settings: Settings): string => {
  if (name === 'sqlite') return sqliteFileIn(settings.dataDir);
  if (name !== 'redis') return name;
  return isServerAddress(settings.store)
    ? settings.store
    : refused({
        code: 'migrate:no-redis',
        message: '尚未设置 REDIS_URL',
        hint: '请设置后重试，或直接写 redis:// 地址',
      });
};

const checkSource = async (from: string, to: string): Promise<void> => {
  if (from === to)
    refused({ code: 'migrate:same', message: '来源与目标相同', hint: '请检查 --from 与 --to' });
  if (isServerAddress(from)) return;
  await access(from).catch(() =>
    refused({
      code: 'migrate:no-source',
      message: `找不到来源文件：${from}`,
      hint: '请写 SQLite 文件的路径，或写 sqlite 表示本机数据文件夹中的文件',
    }),
  );
};

const copied = async (source: Store, target: Store): Promise<TransferredSpace[]> => {
  const there = await target.spaces();
  if (there.length > 0)
    refused({
      code: 'migrate:not-empty',
      message: `目标中已有数据：${there.join('、')}`,
      hint: '请换一个空的目标；来源未作改动',
    });
  try {
    return await transfer(source, target);
  } catch (error) {
    if (!(error instanceof TransferFailed)) throw error;
    return error.reason === 'source-damaged'
      ? refused({
          code: 'migrate:source-damaged',
          message: `来源的核对未通过，未搬迁：${error.message}`,
          hint: '请确认密钥是写入时所用的，并用 verify 核对',
        })
      : refused({
          code: 'migrate:sides-differ',
          message: `搬迁后两边不一致：${error.message}`,
          hint: '请先停止服务，清空目标后重试；来源未作改动',
        });
  }
};

/**
 * `migrate --from --to`: copy every space of one store into another, empty one and compare both. Stop the service
 * first. The source is only read.
 */
export const migrate = async (
  settings: Settings,
  from: string,
  to: string,
  output: Writable,
): Promise<void> => {
  const [source, target] = [addressOf(from, settings), addressOf(to, settings)];
  await checkSource(source, target);
  const run = (opened: Store) => withStore(settings, async empty => await copied(opened, empty), target);
  const done = await withStore(settings, run, source);
  for (const { space, lines, sha256 } of done)
    output.write(`✓ ${space}：${lines}行，两边一致（${sha256.slice(0, 16)}）\n`);
  output.write(done.length === 0 ? '没有可迁移的数据。\n' : '搬迁完成，来源未作改动。\n');
};
