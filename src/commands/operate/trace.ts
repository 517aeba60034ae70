import type { Writable } from 'node:stream';
import type { House } from '../../host/house.ts';
import { logFolder } from '../../host/log-file.ts';
import { pseudonym } from '../../host/pseudonym.ts';
import type { Pack } from '../../model/pack/pack.ts';
import type { DeadItem, WaitingItem } from '../../store/port.ts';
import { type LogLine, logLines } from './log-lines.ts';
import { shownAt } from './moment.ts';
import { type Subject, subjectOf } from './subject.ts';

/** Lines shown of one subject; the newest. */
const MOST_SHOWN = 60;

const results: Readonly<Record<string, string>> = {
  sent: '平台已接收',
  duplicate: '平台已有这条消息',
  retry: '未发出，稍后重试',
  down: '渠道不可用，等待恢复',
  parked: '要等对方再次发言才能送达',
  unreachable: '对方已停用、退出或屏蔽',
  rejected: '平台拒收',
  unknown: '没有回音，将重发并注明',
};

const outcomes: Readonly<Record<string, string>> = {
  committed: '已处理并保存',
  duplicate: '重复投递，未再处理',
  refused: '未处理',
};

const ids = (line: LogLine): string[] =>
  String(line.answers ?? '')
    .split(' ')
    .filter(id => id !== '');

/** Everything in the log about a subject: its events, and every attempt to send what answered or went to it. */
const linesAbout = async (folder: string, subject: Subject): Promise<LogLine[]> => {
  const sessions = new Set([...subject.sessions].map(pseudonym));
  const chats = new Set([...subject.chats].map(pseudonym));
  const meant = new Set(subject.ids);
  const turns = await logLines(
    folder,
    line =>
      line.msg === 'turn' &&
      (sessions.has(String(line.session)) ||
        meant.has(String(line.event)) ||
        ids(line).some(id => meant.has(id))),
  );
  // The id of an event may look like that of a chat.
  for (const turn of turns) if (meant.has(String(turn.event))) for (const id of ids(turn)) meant.add(id);
  const sends = await logLines(
    folder,
    line => line.msg === 'send' && (chats.has(String(line.chat)) || meant.has(String(line.item))),
  );
  return [...turns, ...sends].sort((left, right) => left.time - right.time);
};

const told = (pack: Pack, line: LogLine): string =>
  line.msg === 'turn'
    ? `${shownAt(pack, line.time)} 收到 ${line.event}（${line.kind}）：${outcomes[String(line.outcome)] ?? line.outcome}，${line.ms}毫秒`
    : `${shownAt(pack, line.time)} 发送 ${line.item}（${line.channel}，第${line.attempts}次）：${results[String(line.result)] ?? line.result}${line.reason ? `，${line.reason}` : ''}，${line.ms}毫秒`;

const isFor = (chats: ReadonlySet<string>, lane: string): boolean =>
  [...chats].some(chat => lane === chat || lane.startsWith(`${chat}@`));

const waitingLine = (pack: Pack, { id, due, attempts }: WaitingItem): string =>
  `待发 ${id}：已试${attempts}次，下次 ${shownAt(pack, due)}`;

const deadLine = ({ item, attempts, error }: DeadItem): string =>
  `放弃 ${item.id}：试过${attempts}次，${error}（stuck --retry ${item.id} 可重新发送）`;

/**
 * `trace MESSAGE|CASE|PERSON`: what became of it, from the log beside the data and from the outbox; never what was said.
 * Exit code 1 when nothing is known of it.
 */
export const trace = async (
  house: House,
  dataDir: string,
  word: string,
  output: Writable,
): Promise<number> => {
  let known = false;
  for (const { pack } of house.notices.all()) {
    const subject = await subjectOf(house, pack.id, word);
    const about = (await linesAbout(logFolder(dataDir), subject)).filter(({ space }) => space === pack.id);
    const mine = new Set([...subject.ids, ...about.flatMap(ids)]);
    const concerns = ({ id, lane }: { id: string; lane: string }) =>
      mine.has(id) || isFor(subject.chats, lane);
    const waiting = (await house.store.waiting(pack.id)).filter(concerns);
    const dead = (await house.store.dead(pack.id)).filter(({ item }) => concerns(item));
    const lines = [
      ...(subject.application
        ? [
            `状态 ${subject.application.status}，环节 ${subject.application.stage}，第${subject.application.snapshots.length}次提交`,
          ]
        : []),
      ...about.slice(-MOST_SHOWN).map(line => told(pack, line)),
      ...waiting.map(item => waitingLine(pack, item)),
      ...dead.map(deadLine),
    ];
    if (lines.length === 0) continue;
    known = true;
    output.write(`${pack.id}：${subject.title}\n`);
    for (const line of lines) output.write(`  ${line}\n`);
    if (about.length > MOST_SHOWN) output.write(`  （另有更早的${about.length - MOST_SHOWN}行）\n`);
    if (waiting.length + dead.length === 0) output.write('  没有待发或放弃的消息\n');
  }
  if (!known)
    output.write(
      `没有关于 ${word} 的记录。可以填：申请编号、办理人员姓名或账号、会话账号（如 telegram:123）、事件或消息编号；日志在 ${logFolder(dataDir)}，多台机器请在各台上查询。\n`,
    );
  return known ? 0 : 1;
};
