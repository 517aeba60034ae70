/** `npm run bench`: what a turn costs, how a conversation grows, how fast the process starts and questions are answered. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sessionKey } from '../../../src/host/records.ts';
import type { EventBody } from '../../../src/model/event.ts';
import { openStore } from '../../../src/store/open.ts';
import { Conversation } from '../../support/conversation.ts';
import { EngineDriver } from '../../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { startHouse } from '../../web/real-house.ts';

const SCRIPTS = 100;
const LONGEST = 210;
const STARTS = 3;

const notice = await noticeAt(wanzhouFolder);
const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;
const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Thirty turns: the self-check, then the form up to the first prose. */
const script: readonly string[] = [
  ...[
    '你好',
    '资格自测',
    '企业',
    '是',
    '是',
    '是',
    '否',
    '否',
    '否',
    '否',
    '否',
    '先进制造',
    '否',
    '是',
    '是',
  ],
  ...['开始填报', '重庆三峡智造有限公司', '企业', '重庆市万州区天城大道1号', '同意', '王建国', '李明'],
  ...['023-58220000', '近三年研发投入2300万元。', '团队42人。', '获发明专利11件。', '智能装备', '先进制造'],
  ...['先进制造', '赵敏'],
];

/** The n-th turn of a conversation that goes on for long: changes of answers already given, so that it grows no further. */
const longTurn = (turn: number): string => script[turn] ?? `通讯地址改为 天城大道${turn}号`;

const rows: [string, string][] = [];

const engine = (): void => {
  const run = (): void => {
    const driver = new EngineDriver(notice, '2022-09-01');
    for (const text of script) driver.step({ kind: 'text', text });
  };
  for (let warm = 0; warm < 10; warm += 1) run();
  const started = performance.now();
  for (let round = 0; round < SCRIPTS; round += 1) run();
  const seconds = (performance.now() - started) / 1000;
  rows.push(['turns per second, engine alone', Math.round((SCRIPTS * script.length) / seconds).toString()]);
};

const onDisk = async (folder: string): Promise<void> => {
  const store = join(folder, 'bench.sqlite');
  const secret = new Uint8Array(32).fill(1);
  const talk = await Conversation.open({ pack: notice.pack, now: '2022-09-01', store, secret });
  let events = 0;
  const take = async (chat: string, text: string): Promise<number> => {
    events += 1;
    const body: EventBody = { kind: 'text', text };
    const event = talk.event(body, {
      id: `bench:${events}`,
      address: { channel: 'desk', chat, kind: 'private' },
      actor: { id: `desk:${chat}` },
    });
    const started = performance.now();
    await talk.assistant.receive(event);
    return performance.now() - started;
  };
  for (let warm = 0; warm < 5; warm += 1) for (const text of script) await take(`warm-${warm}`, text);

  const started = performance.now();
  const rounds = 20;
  for (let round = 0; round < rounds; round += 1) for (const text of script) await take(`r-${round}`, text);
  const seconds = (performance.now() - started) / 1000;
  rows.push([
    'turns per second, one after the other, SQLite synced',
    Math.round((rounds * script.length) / seconds).toString(),
  ]);

  const marks = [10, 30, 200];
  const chats = 5;
  const times = new Map<number, number[]>(marks.map(mark => [mark, []]));
  const sizes = new Map<number, number>();
  const reader = await openStore(store, { auditKey: secret });
  for (let chat = 0; chat < chats; chat += 1) {
    for (let turn = 0; turn < LONGEST; turn += 1) {
      const took = await take(`long-${chat}`, longTurn(turn));
      const near = marks.find(mark => Math.abs(turn + 1 - mark) <= 5 && turn + 1 <= mark + 5);
      if (near !== undefined) times.get(near)!.push(took);
      if (chat === 0 && marks.includes(turn + 1)) {
        const [record] = await reader.load(notice.pack.id, [sessionKey('desk:long-0')]);
        const parts = Object.entries(record!.parts);
        sizes.set(
          turn + 1,
          parts.reduce((sum, [name, part]) => sum + Buffer.byteLength(name + part), 0),
        );
      }
    }
  }
  for (const mark of marks) {
    rows.push([
      `time of a turn around turn ${mark}, median`,
      milliseconds(percentile(times.get(mark)!, 0.5)),
    ]);
    rows.push([`bytes of the session at turn ${mark}`, String(sizes.get(mark))]);
  }
  await reader.close();
  await talk.close();
};

const questions = (): void => {
  const asked = readFileSync(new URL('../../eval/dev.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as { q: string }).q);
  const long = asked.map((_, index) =>
    asked
      .slice(index, index + 30)
      .join('')
      .slice(0, 300),
  );
  for (const [name, all] of [
    ['as asked', asked],
    ['of 300 characters', long],
  ] as const) {
    for (const question of all) notice.faq.answer(question);
    const times = all.map(question => {
      const started = performance.now();
      notice.faq.answer(question);
      return performance.now() - started;
    });
    rows.push([`question ${name}, p50`, milliseconds(percentile(times, 0.5))]);
    rows.push([`question ${name}, p95`, milliseconds(percentile(times, 0.95))]);
  }
};

const starts = async (folder: string): Promise<void> => {
  const times: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const started = performance.now();
    const house = await startHouse(join(folder, `start-${round}`));
    const ready = await fetch(`${house.url}/readyz`);
    if (!ready.ok) throw new Error(`not ready: ${ready.status}`);
    times.push(performance.now() - started);
    await house.stop();
  }
  rows.push(['start of the process to ready, mean', milliseconds(mean(times))]);
};

const folder = await mkdtemp(join(tmpdir(), 'shenbao-bench-'));
try {
  engine();
  await onDisk(folder);
  questions();
  await starts(folder);
} finally {
  await rm(folder, { recursive: true, force: true });
}
const width = Math.max(...rows.map(([name]) => name.length)) + 2;
for (const [name, value] of rows) process.stdout.write(`${name.padEnd(width)}${value.padStart(12)}\n`);
