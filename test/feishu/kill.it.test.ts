import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FakeFeishu } from './fake/fake-feishu.ts';

/** Kills of the real process; each at a message of its own chat, so that none waits for another's lease. */
const kills = Number(process.env.SHENBAO_KILLS ?? 4);
/** Chats in which the platform does not recognise repeats: there a second card must show, or this test proves nothing. */
const controls = 2;

it(`sends every committed message, and no card twice, over ${kills} kill -9 between commit and send`, async () => {
  const fake = await FakeFeishu.open(Date.now());
  const data = mkdtempSync(join(tmpdir(), 'feishu-kill-'));
  const { attempts } = fake.api;
  const killed: string[] = [];
  let child: ChildProcess | null = null;

  const start = async () => {
    child = spawn(process.execPath, ['src/shenbao.mjs', 'start'], {
      cwd: new URL('../..', import.meta.url).pathname,
      env: { PATH: process.env.PATH, ...fake.env(), SHENBAO_DATA: data, PORT: '0', LOG_LEVEL: 'silent' },
      stdio: 'ignore',
    });
    await fake.socket.connected();
  };
  const kill = async () => {
    const dying = child!;
    dying.kill('SIGKILL');
    if (dying.exitCode === null && dying.signalCode === null) await once(dying, 'exit');
    fake.socket.drop();
  };

  try {
    const people = Array.from({ length: kills }, (_, index) => `第${index}位`);
    const control = new Set(people.slice(0, controls));
    for (const who of control) fake.api.forgetful.add(fake.world.person(who).chat);
    for (const [index, who] of people.entries()) {
      await start();
      // Controls are killed after the send, where only the uuid prevents a second card.
      const when = index % 2 === 0 || control.has(who) ? 'after' : 'before';
      const sprung = new Promise<void>(resolve => {
        const spring = (uuid: string) => {
          child?.kill('SIGKILL');
          killed.push(uuid);
          resolve();
        };
        fake.api.trap = { when, spring };
      });
      const delivery = fake.writes(who, '您好');
      await sprung;
      await kill();
      await delivery.outcome;
      // The platform may deliver again whatever it heard; the next process gets it first.
      void delivery.redeliver();
    }
    await start();
    // A message whose sender died is free again when its lease has passed.
    const cards = (who: string) => fake.world.fromBot(fake.world.person(who).chat).length;
    await fake.until(
      () => killed.every(uuid => (attempts.get(uuid) ?? 0) >= 2) && people.every(who => cards(who) > 0),
    );
    expect(killed).toHaveLength(kills);
    expect(people.filter(who => !control.has(who)).map(cards)).toEqual(Array(kills - controls).fill(1));
    for (const who of control) expect(cards(who)).toBeGreaterThan(1);
  } finally {
    await kill();
    await fake.close();
    rmSync(data, { recursive: true, force: true });
  }
}, 180_000);
