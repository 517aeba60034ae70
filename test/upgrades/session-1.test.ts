import { describe, expect, it } from 'vitest';
import { changeOf, readSession, sessionKey } from '../../src/host/records.ts';
import { newSession, type Session } from '../../src/model/session.ts';
import { upgradeSession } from '../../src/model/session-upgrade.ts';
import type { StoredRecord } from '../../src/store/port.ts';

const today = newSession('s', { channel: 'web', chat: 'c', kind: 'private' }, 'web:c', {
  id: 'p',
  hash: 'h',
});

/** A session as schema 1 wrote it, part by part. */
const stored = (prompt: unknown): StoredRecord => ({
  key: sessionKey('s'),
  revision: 3,
  parts: Object.fromEntries(
    Object.entries({ ...today, schema: 1, prompt })
      .filter(([name]) => name !== 'answers')
      .map(([name, value]) => [name, JSON.stringify(value)]),
  ),
});

/** The same with a decision in the making. */
const drafting = (verb: string, records: Record<string, string>): StoredRecord => {
  const record = stored(null);
  const decision = { number: 'WZ22-0001-H', version: 1, verb, records, fields: {}, field: null };
  return { ...record, parts: { ...record.parts, decision: JSON.stringify(decision) } };
};

const asked = (asks: string, ...values: string[]) =>
  readSession(
    stored({ id: 'P1', asks, options: values.map(value => ({ value, label: value })) }),
  )?.prompt?.options.map(({ means }) => means);

describe('a session of schema 1', () => {
  it.each([
    ['fact:joint', ['@yes', '@no', '@unsure', '@back', 'yes'], [true, false, null, 'back', 'yes']],
    ['field:domain', ['=@back', '=', '@skip', '@pause'], ['@back', '', 'skip', 'pause']],
    ['decide:record.number', ['@none', '@cancel'], ['none', 'cancel']],
    ['file', ['yes', '@none'], ['yes', 'none']],
  ])('%s keeps the meaning of %j', (asks, values, meanings) => {
    const means = asked(asks, ...values)?.map(each => ('value' in each ? each.value : each));
    expect(
      means?.map(each =>
        each && typeof each === 'object' ? ('item' in each ? each.item : each.kind) : each,
      ),
    ).toEqual(meanings);
  });

  it('whose prompt nothing of today asks has none, instead of an end', () => {
    expect(readSession(stored({ id: 'P1', asks: 'horoscope', options: [] }))?.prompt).toBeNull();
    expect(readSession(stored({ id: 'P1', asks: 'constructor', options: [] }))?.prompt).toBeNull();
    expect(
      readSession(stored({ id: 'P1', asks: 'review', options: [{ value: '?', label: '?' }] }))?.prompt,
    ).toBe(null);
  });

  it('has the reason of a decision in the making in its own place', () => {
    const draft = (verb: string, records: Record<string, string>) =>
      readSession(drafting(verb, records))?.decision;
    expect(draft('reject', { reason: '材料不实' })).toMatchObject({ records: {}, reason: '材料不实' });
    expect(draft('return', {})).toMatchObject({ records: {}, reason: null });
    // A record of a stage may be called so.
    expect(draft('pass', { reason: '同意' })).toMatchObject({ records: { reason: '同意' }, reason: null });
  });

  it('is written whole in the new schema by its next change, whatever that changes', () => {
    const record = stored({ id: 'P1', asks: 'offer:check', options: [{ value: 'yes', label: '开始' }] });
    const session = readSession(record) as Session;
    const change = changeOf(record, { ...session, turn: session.turn + 1 });
    expect(change?.expect).toBe(3);
    expect(Object.keys(change?.set ?? {}).sort()).toEqual(['prompt', 'schema', 'turn']);
  });
});

it('a session of today is left alone', () => {
  expect(upgradeSession(today)).toBe(today);
});
