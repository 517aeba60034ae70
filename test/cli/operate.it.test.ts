import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stats } from '../../src/commands/operate/stats.ts';
import { retry, stuck } from '../../src/commands/operate/stuck.ts';
import { support } from '../../src/commands/operate/support.ts';
import { trace } from '../../src/commands/operate/trace.ts';
import { who } from '../../src/commands/operate/who.ts';
import { composeHouse } from '../../src/compose.ts';
import type { Channel, SendResult } from '../../src/host/channel.ts';
import type { House } from '../../src/host/house.ts';
import { createLogger } from '../../src/host/log.ts';
import { LogFile, logFilesIn, logFolder } from '../../src/host/log-file.ts';
import { applicationKey, changeOf } from '../../src/host/records.ts';
import type { Application } from '../../src/model/application.ts';
import { applicationLists } from '../../src/model/application-lists.ts';
import type { Event } from '../../src/model/event.ts';
import { readSettings, type Settings } from '../../src/settings.ts';
import { commitWith } from '../../src/store/port.ts';
import { recordsOf } from '../../src/store/records-of.ts';
import { carryOn } from '../support/applicant.ts';
import { deskCapabilities } from '../support/desk.ts';
import { EngineDriver } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { Written } from '../support/written.ts';

/** What nobody but the applicant and the office may read. */
const canaries = ['金丝雀测试单位', '13911112222', 'canary@example.cn', 'canary-secret-canary-secret-canary'];
const chat = { channel: 'desk', chat: 'clerk', kind: 'private' } as const;

/** A fake platform that takes messages, or does not. */
class Flaky implements Channel {
  readonly name = 'desk';
  readonly capabilities = deskCapabilities;
  answer: SendResult = { kind: 'sent' };
  start = async (): Promise<void> => {};
  stop = async (): Promise<void> => {};
  health = () => ({ state: 'running' as const });
  send = async (): Promise<SendResult> => this.answer;
}

let data: string;
let settings: Settings;
let house: House;
let application: Application;
const desk = new Flaky();
const env = { SHENBAO_PACK: 'wanzhou-2022', SHENBAO_SECRET: canaries[3]!, LOG_LEVEL: 'silent' };

const said = (id: string, text: string): Event => ({
  id,
  at: Date.now(),
  address: chat,
  actor: { id: 'desk:clerk' },
  body: { kind: 'text', text },
});

const told = async (command: (output: Written) => Promise<unknown>): Promise<string> => {
  const output = new Written();
  await command(output);
  return output.text;
};

/** A case as the engine makes it, with a unit that nobody may read of. */
const keepCase = async (): Promise<Application> => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-05');
  carryOn(driver, done => done.application !== null);
  const made = { ...driver.application!, unit: canaries[0]! };
  const key = applicationKey(made.number);
  await house.store.commit(
    'wanzhou-2022',
    commitWith('made', 'h', 1, {
      changes: [changeOf({ key, revision: 0, parts: {} }, made)!],
      indexes: applicationLists(made),
    }),
  );
  return made;
};

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'shenbao-operate-'));
  const read = readSettings({ ...env, SHENBAO_DATA: data });
  if (!read.ok) throw new Error('settings');
  settings = read.value;
  const log = createLogger('silent', { version: '0.0.0', file: new LogFile(logFolder(data), 'main') });
  const composed = await composeHouse(settings, log, () => null);
  if (!composed.ok) throw new Error('compose');
  house = composed.value.house;
  house.addChannel(desk);
  await desk.start();
  application = await keepCase();
  await house.receive(said('desk:1', `我们是${canaries[0]}，电话${canaries[1]}，邮箱${canaries[2]}`));
  desk.answer = { kind: 'rejected', reason: 'desk:no-such-chat' };
  await house.receive(said('desk:2', '申报截止到什么时候'));
  await house.drain();
  desk.answer = { kind: 'retry', afterSeconds: 30, reason: 'desk:busy' };
  await house.receive(said('desk:3', '申报截止到什么时候'));
});
afterAll(async () => {
  await house.close();
  await rm(data, { recursive: true, force: true });
});

describe('trace', () => {
  it('tells what became of an event and of each message that answered it', async () => {
    const text = await told(output => trace(house, data, 'desk:2', output));
    expect(text).toMatch(/收到 desk:2（text）：已处理并保存/);
    expect(text).toMatch(/发送 \S+（desk，第1次）：平台拒收，desk:no-such-chat/);
    expect(text).toMatch(/放弃 \S+：试过1次，rejected: desk:no-such-chat/);
    expect(text).not.toContain('收到 desk:1');
  });

  it('tells of a person all that came and went', async () => {
    const text = await told(output => trace(house, data, 'desk:clerk', output));
    for (const id of ['desk:1', 'desk:2', 'desk:3']) expect(text).toContain(`收到 ${id}（text）`);
    expect(text).toContain('平台已接收');
    expect(text).toMatch(/待发 \S+：已试1次/);
  });

  it('tells of a case where it stands', async () => {
    const text = await told(output => trace(house, data, application.number.toLowerCase(), output));
    expect(text).toContain(`申请 ${application.number}`);
    expect(text).toContain('状态 in-review');
  });

  it('says so where nothing is known, and what may be asked', async () => {
    const output = new Written();
    expect(await trace(house, data, 'nobody', output)).toBe(1);
    expect(output.text).toContain('没有关于 nobody 的记录');
  });
});

describe('stuck', () => {
  it('names what waits, what was given up and which case nobody touched, each with its reason', async () => {
    const output = new Written();
    expect(await stuck(house, data, output)).toBe(1);
    expect(output.text).toMatch(/放弃 \S+（desk）：试过1次，rejected: desk:no-such-chat/);
    expect(output.text).toMatch(/待发 \S+（desk）：已试1次，下次 .*，desk:busy/);
    expect(output.text).toMatch(new RegExp(`申请 ${application.number}：.*天未办理`));
  });

  it('sends again what was given up', async () => {
    const [dead] = await house.store.dead('wanzhou-2022');
    expect(await told(output => retry(house, dead!.item.id, output))).toContain('1条消息');
    expect(await house.store.dead('wanzhou-2022')).toHaveLength(0);
    await expect(retry(house, 'none', new Written())).rejects.toThrow('没有放弃的消息');
  });
});

describe('stats and who', () => {
  it('count applications and tell who decided', async () => {
    const [line] = (await told(output => stats(house, true, output))).split('\n');
    expect(JSON.parse(line!)).toMatchObject({ notice: 'wanzhou-2022', applications: 1 });
    expect(await told(output => stats(house, false, output))).toContain('申请1件');
    expect(await told(output => who(house, application.number, output))).toContain('第1次提交');
    await expect(who(house, 'none', new Written())).rejects.toThrow('没有申请 none');
  });
});

describe('nothing of a person', () => {
  it('is in what these commands print, nor in the bundle, nor in the log', async () => {
    const file = join(data, 'support.json');
    await support(settings, { ...env, SHENBAO_DATA: data }, file, new Written());
    const bundle = await readFile(file, 'utf8');
    expect(JSON.parse(bundle)).toMatchObject({
      settings: { SHENBAO_SECRET: 'set' },
      store: { kind: 'sqlite' },
    });
    expect((JSON.parse(bundle) as { log: unknown[] }).log.length).toBeGreaterThan(3);
    const printed = await told(async output => {
      await trace(house, data, 'desk:clerk', output);
      await trace(house, data, application.number, output);
      await stuck(house, data, output);
      await stats(house, false, output);
      await who(house, application.number, output);
    });
    const log = await readLog(data);
    for (const canary of canaries)
      for (const [where, text] of Object.entries({ bundle, printed, log }))
        expect(text.includes(canary), `${canary} in ${where}`).toBe(false);
    // The scan can find: the store holds them.
    let stored = '';
    for await (const { parts } of recordsOf(house.store, 'wanzhou-2022')) stored += JSON.stringify(parts);
    expect(stored).toContain(canaries[0]);
  });
});

const readLog = async (folder: string): Promise<string> => {
  return (await Promise.all(logFilesIn(logFolder(folder)).map(path => readFile(path, 'utf8')))).join('');
};
