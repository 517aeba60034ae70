import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commitOf } from '../../src/host/commit.ts';
import { Event, EventBody } from '../../src/model/event.ts';
import { fieldKinds } from '../../src/model/pack/field-kinds.ts';
import { readTimer, Timer } from '../../src/model/timer.ts';
import type { Effect } from '../../src/model/turn.ts';
import type { StoredRecord } from '../../src/store/port.ts';
import { EngineDriver } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';
import { fixtures as fieldFixtures } from './field-fixtures.ts';

const folder = new URL('../fixtures/events/', import.meta.url);
const eventFixtures = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .map(name => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));

const eventKinds = EventBody.options.map(option => option.shape.kind.value);

const address = { channel: 'desk', chat: 'c1', kind: 'private' as const };

/** Every timer that any version has stored, as it lies in the outbox: lines are added, never changed. */
const timerFixtures: readonly { readonly name: string; readonly data: Readonly<Record<string, string>> }[] =
  JSON.parse(readFileSync(new URL('../fixtures/timers.json', import.meta.url), 'utf8'));

/** One effect of each kind; a new kind does not compile without one. */
const effectFixtures: { [K in Effect['kind']]: Extract<Effect, { kind: K }> } = {
  message: {
    kind: 'message',
    message: { key: 'k', to: address, blocks: [], choices: [], files: [], prompt: null },
  },
  timer: { kind: 'timer', id: 't', due: 1, name: 'draft-reminder', data: {} },
  'cancel-timer': { kind: 'cancel-timer', id: 't' },
  recall: { kind: 'recall', key: 'k' },
  note: { kind: 'note', list: 'unanswered', id: 'n', body: '{}' },
  forget: { kind: 'forget', session: 's', files: ['a'.repeat(64)] },
};

/** What is committed because of these effects. */
const committed = (effects: readonly Effect[]) => {
  const record = (kind: string): StoredRecord => ({ key: { kind, id: 'x' }, revision: 0, parts: {} });
  const { changes, outbox, cancel } = commitOf(
    Event.parse(JSON.parse(eventFixtures[0]!.text)),
    { effects, audit: [], issues: [] },
    {
      recalled: false,
      session: record('session'),
      roster: record('roster'),
      counter: record('counter'),
      others: new Map(),
    },
    1,
    [],
  );
  return { changes, outbox, cancel };
};

describe('no kind without a fixture', () => {
  it('holds for field kinds', () => {
    expect(Object.keys(fieldFixtures).sort()).toEqual(Object.keys(fieldKinds).sort());
    for (const [kind, { taken, refused }] of Object.entries(fieldFixtures))
      expect([kind, taken.length > 0, refused.length > 0]).toEqual([kind, true, true]);
  });

  it('holds for event kinds', () => {
    expect(eventFixtures.map(({ name }) => name.replace(/\.json$/, '')).sort()).toEqual(
      [...eventKinds].sort(),
    );
  });

  it.each(eventFixtures)('event $name reads as its kind, and survives the wire', ({ name, text }) => {
    const event = Event.parse(JSON.parse(text));
    expect(`${event.body.kind}.json`).toBe(name);
    expect(Event.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
  });

  it.each(eventFixtures)(
    'event $name is taken by a fresh conversation without throwing',
    async ({ text }) => {
      const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
      const { body } = Event.parse(JSON.parse(text));
      expect(() => driver.step(body)).not.toThrow();
    },
  );

  it('refuses an event of a kind nobody knows', () => {
    const { body: _body, ...rest } = JSON.parse(eventFixtures[0]!.text);
    expect(Event.safeParse({ ...rest, body: { kind: 'teleport' } }).success).toBe(false);
  });

  it.each(Object.entries(effectFixtures))('holds for effect %s, which is committed', (_kind, effect) => {
    expect(committed([effect])).not.toEqual(committed([]));
  });

  it('holds for timers', () => {
    const names = Timer.options.map(option => option.shape.name.value);
    expect(names.filter(name => !timerFixtures.some(fixture => fixture.name === name))).toEqual([]);
  });

  it.each(timerFixtures)('timer $name $data is still read, and falls due without trouble', async fixture => {
    expect(readTimer(fixture.name, fixture.data)?.data).toEqual(fixture.data);
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    expect(driver.step({ kind: 'timer', ...fixture }).turn.issues).toEqual([]);
  });

  it('a timer that nothing answers to is put on the list of alerts, never dropped', async () => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    const { turn } = driver.step({ kind: 'timer', name: 'stage-reminded', data: { days: '3' } });
    expect(turn.issues.map(({ code }) => code)).toEqual(['timer:unknown']);
    expect(turn.effects).toMatchObject([{ kind: 'note', list: 'alerts' }]);
  });
});
