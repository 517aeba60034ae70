import { expect, it } from 'vitest';
import { OutageLog } from '../../src/store/redis/outage-log.ts';

it('tells of an outage once a minute, of other trouble at once, and of its end', () => {
  const told: string[] = [];
  let now = 0;
  const outage = new OutageLog(
    {
      warn: ({ error }) => told.push(`${now} ${error}`),
      info: (_, message) => told.push(`${now} ${message}`),
    },
    () => now,
  );
  outage.ready();
  for (now = 0; now < 120_000; now += 500) outage.failed(new Error('refused'));
  outage.failed(new Error('reset'));
  outage.ready();
  outage.ready();
  outage.failed(new Error('reset'));
  expect(told).toEqual([
    '0 refused',
    '60000 refused',
    '120000 reset',
    '120000 Redis connection is back',
    '120000 reset',
  ]);
});
