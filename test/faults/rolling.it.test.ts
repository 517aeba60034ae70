import { expect, it } from 'vitest';
import { runRolling } from './rolling.ts';

// The long form, with its times: npm run faults -- --rolling 10.
it('one process after the other is restarted under traffic: nothing lost, nothing answered twice', async () => {
  const { messages, lost, doubled } = await runRolling({ restarts: 1, chats: 3 });
  expect(messages).toBeGreaterThan(3);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
});
