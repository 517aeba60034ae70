import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisServer } from '../../setup/redis.ts';
import { raceDecisions } from './races.ts';

// The long form is test/engine/review/run-races.ts.

let server: RedisServer;
beforeAll(async () => {
  server = await RedisServer.start();
});
afterAll(() => server.stop());

describe('two opposite presses at the same moment, over four processes on Redis', () => {
  it('give exactly one decision each, and the other is told', async () => {
    const report = await raceDecisions(`${server.url}/1`, 24, 'right');
    expect(report).toMatchObject({ races: 24, wrong: 0, second: 24 });
  });

  it('are told apart from a house that writes over the first', async () => {
    const report = await raceDecisions(`${server.url}/2`, 24, 'blind', 2);
    expect(report.wrong).toBeGreaterThan(0);
  });
});
