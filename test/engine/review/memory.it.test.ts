import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import { RedisServer } from '../../setup/redis.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { type Committing, through } from './committing.ts';
import { Office, testSecret } from './office.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await RedisServer.start([]);
});
afterAll(async () => {
  await server.stop();
});

/** Deliberately wrong: works from what it remembers, and lets nothing tell it otherwise. */
const forgetful: (next: Committing) => Committing = next => (space, commit) =>
  next(space, { ...commit, expectations: [] });
const right: (next: Committing) => Committing = next => next;

/** Two processes of one office on one Redis. */
const offices = async (variant: (next: Committing) => Committing) => {
  const { pack } = await noticeAt(wanzhouFolder);
  const client = server.client();
  await client.flushdb();
  client.disconnect();
  const open = async (events: string): Promise<Office> => {
    const store = await openStore(server.url, { auditKey: testSecret });
    return Office.open({ pack, now: '2022-09-01', store: through(store, variant), events });
  };
  return { here: await open('here'), there: await open('there') };
};

/** The applicant's process remembers a case; an officer decides it at the other. What is the applicant told? */
const progressAfterDecision = async (variant: (next: Committing) => Committing): Promise<string> => {
  const { here, there } = await offices(variant);
  await here.bind('审', 'enterprise', 'reviewer');
  await submitWanzhou(here);
  await here.say('王', '我的进度');
  await there.pressToken('审', here.token('审', '初审通过'));
  for (const office of [there, here]) await office.at('2022-09-01 09:05');
  const told = (await here.say('王', '我的进度')).text('王');
  await Promise.all([here.close(), there.close()]);
  return told;
};

describe('two processes that each remember what they saw', () => {
  it('tell what the other one decided', async () => {
    expect(await progressAfterDecision(right)).toContain('目前状态：审核中（专家论证）');
  });

  it('are told apart from a house that trusts its memory', async () => {
    expect(await progressAfterDecision(forgetful)).not.toContain('目前状态：审核中（专家论证）');
  });

  it('hold one conversation whose messages reach them in turn', async () => {
    const { here, there } = await offices(right);
    const { pack } = here;
    const alone = await Office.open({ pack, now: '2022-09-01' });
    const lines = [
      '资格自测',
      '企业',
      '是',
      '是',
      '是',
      '没有',
      '上一步',
      '没有',
      '没有',
      '截止到什么时候？',
      '菜单',
    ];
    for (const [index, line] of lines.entries()) {
      const office = index % 2 === 0 ? here : there;
      const told = (await office.say('王', line)).text('王');
      expect({ line, told }).toEqual({ line, told: (await alone.say('王', line)).text('王') });
    }
    await Promise.all([here.close(), there.close(), alone.close()]);
  });
});
