import { expect, test } from 'vitest';
import type { Context } from '../../src/engine/context.ts';
import { understood } from '../../src/engine/understood.ts';
import { newSession } from '../../src/model/session.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const { pack } = await noticeAt(wanzhouFolder);
const contextOf = (): Context => ({ pack, now: { date: '2022-09-01', time: '10:00' } }) as Context;
const session = newSession('desk:a', { channel: 'console', chat: 'a', kind: 'private' }, 'a', {
  id: pack.id,
  hash: pack.hash,
});

test('whoever asks in a turn what a text means gets the same reading', () => {
  const ctx = contextOf();
  const read = understood(ctx, session, '我们是规上企业');
  expect(understood(ctx, { ...session, turn: 1 }, '我们是规上企业')).toBe(read);
  expect(understood(ctx, session, '我们不是规上企业')).not.toBe(read);
});

test('another turn reads anew', () => {
  const read = understood(contextOf(), session, '我们是规上企业');
  expect(understood(contextOf(), session, '我们是规上企业')).not.toBe(read);
});
