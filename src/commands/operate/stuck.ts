import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { House } from '../../host/house.ts';
import { logFolder } from '../../host/log-file.ts';
import { applicationKey, readApplication, readRoster, rosterKey } from '../../host/records.ts';
import { IssueError } from '../../issue-error.ts';
import { currentSnapshot } from '../../model/application.ts';
import type { Pack } from '../../model/pack/pack.ts';
import { doorOf } from '../../store/rules.ts';
import { logLines } from './log-lines.ts';
import { shownAt, shownSpan } from './moment.ts';

/** What should have left this long ago is stuck; milliseconds. */
const LATE_MS = 60_000;
/** A case nobody has touched for this long is named; milliseconds. */
const IDLE_MS = 3 * 86_400_000;
const MOST_NAMED = 50;

/** Why each item's last attempt failed, by item. */
const lastReasons = async (dataDir: string, items: ReadonlySet<string>): Promise<Map<string, string>> => {
  const lines = await logLines(
    logFolder(dataDir),
    line => line.msg === 'send' && items.has(String(line.item)) && line.reason !== undefined,
  );
  return new Map(lines.map(line => [String(line.item), String(line.reason)]));
};

const lateMessages = async (house: House, dataDir: string, pack: Pack): Promise<string[]> => {
  const now = house.now();
  const late = (await house.store.waiting(pack.id)).filter(
    ({ due, attempts }) => attempts > 0 || due < now - LATE_MS,
  );
  const reasons = await lastReasons(dataDir, new Set(late.map(({ id }) => id)));
  return late.map(({ id, lane, due, attempts }) => {
    const when = due > now ? `下次 ${shownAt(pack, due)}` : `已晚${shownSpan(now - due)}`;
    const why = reasons.get(id) ?? (attempts > 0 ? '原因见日志' : '前面还有消息，或没有运行该渠道的进程');
    return `待发 ${id}（${doorOf(lane)}）：已试${attempts}次，${when}，${why}`;
  });
};

const deadMessages = async ({ store }: House, pack: Pack): Promise<string[]> =>
  (await store.dead(pack.id)).map(
    ({ item, attempts, error }) => `放弃 ${item.id}（${doorOf(item.lane)}）：试过${attempts}次，${error}`,
  );

const idleCases = async ({ store }: House, at: number, pack: Pack): Promise<string[]> => {
  const numbers = await store.list(pack.id, 'open', { limit: 5_000 });
  const records = await store.load(pack.id, numbers.map(applicationKey));
  return records
    .flatMap(record => readApplication(record) ?? [])
    .map(application => ({
      application,
      idle: at - Math.max(currentSnapshot(application).at, application.decisions.at(-1)?.at ?? 0),
    }))
    .filter(({ idle }) => idle > IDLE_MS)
    .sort((left, right) => right.idle - left.idle)
    .map(
      ({ application: { number, stage, section }, idle }) =>
        `申请 ${number}：${section}，环节 ${stage}，${shownSpan(idle)}未办理`,
    );
};

const pendingStaff = async ({ store }: House, pack: Pack): Promise<string[]> => {
  const [roster] = await store.load(pack.id, [rosterKey]);
  return readRoster(roster!)
    .staff.filter(({ status }) => status === 'pending')
    .map(({ name }) => `绑定 ${name}：等待 shenbao staff confirm`);
};

/** Spool files that hold events: the store was away, or is. */
const spooled = async (dataDir: string): Promise<string[]> => {
  const folder = join(dataDir, 'spool');
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.spool'));
  return names
    .map(name => ({ name, bytes: statSync(join(folder, name)).size }))
    .filter(({ bytes }) => bytes > 0)
    .map(({ name, bytes }) => `暂存 ${name}：${bytes}字节，等待数据库恢复后处理`);
};

/** `stuck`: everything that waits longer than it should, and why. Exit code 1 when there is any. */
export const stuck = async (house: House, dataDir: string, output: Writable): Promise<number> => {
  const found: (readonly [string, string[]])[] = [['', await spooled(dataDir)]];
  for (const { pack } of house.notices.all())
    found.push([
      pack.id,
      [
        ...(await deadMessages(house, pack)),
        ...(await lateMessages(house, dataDir, pack)),
        ...(await pendingStaff(house, pack)),
        ...(await idleCases(house, house.now(), pack)),
      ],
    ]);
  const any = found.filter(([, lines]) => lines.length > 0);
  if (any.length === 0) output.write('没有滞留的消息和申请。\n');
  for (const [id, lines] of any) {
    if (id !== '') output.write(`${id}\n`);
    for (const line of lines.slice(0, MOST_NAMED)) output.write(`  ${line}\n`);
    if (lines.length > MOST_NAMED) output.write(`  （另有${lines.length - MOST_NAMED}项）\n`);
  }
  return any.length === 0 ? 0 : 1;
};

/** `stuck --retry ID|all`: what was given up is sent again. */
export const retry = async (house: House, wanted: string, output: Writable): Promise<void> => {
  let count = 0;
  for (const { pack } of house.notices.all()) {
    for (const { item } of await house.store.dead(pack.id)) {
      if (wanted !== 'all' && item.id !== wanted) continue;
      if (await house.store.revive(pack.id, item.id, house.now())) count += 1;
    }
  }
  if (count === 0)
    throw new IssueError([
      { code: 'stuck:unknown', message: `没有放弃的消息 ${wanted}`, hint: '请用 shenbao stuck 查看' },
    ]);
  output.write(`${count}条消息将由正在运行的服务重新发送。\n`);
};
