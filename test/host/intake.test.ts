import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Receipt } from '../../src/host/channel.ts';
import { SafeIntake } from '../../src/host/intake.ts';
import { silentLogger } from '../../src/host/log.ts';
import { Spool } from '../../src/host/spool.ts';
import type { Event } from '../../src/model/event.ts';
import { StoreUnavailable } from '../../src/store/unavailable.ts';

const folder = mkdtempSync(join(tmpdir(), 'shenbao-intake-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const eventOf = (id: string): Event => ({
  id,
  at: 0,
  address: { channel: 'desk', chat: 'c', kind: 'private' },
  actor: { id: 'desk:u' },
  body: { kind: 'text', text: id },
});

const committed: Receipt = { outcome: 'committed', messages: [] };

let spool: Spool;
let files = 0;
/** What was committed, in order; `fails` is asked before each. */
let taken: string[];
let fails: (event: Event) => Error | null;
let intake: SafeIntake;

const open = (withSpool: boolean): SafeIntake =>
  new SafeIntake({
    take: async event => {
      const error = fails(event);
      if (error) throw error;
      taken.push(event.id);
      return committed;
    },
    spool: withSpool ? spool : null,
    log: silentLogger,
  });

beforeEach(async () => {
  files += 1;
  spool = await Spool.open(join(folder, `spool-${files}`), { limitBytes: 100_000 });
  taken = [];
  fails = () => null;
  intake = open(true);
});

const down = (): Error => new StoreUnavailable('down');

describe('the way in', () => {
  it('commits while the store answers, and writes nothing aside', async () => {
    expect(await intake.receive(eventOf('a'))).toEqual(committed);
    expect([taken, spool.pending]).toEqual([['a'], 0]);
  });

  it('puts an event aside when the store does not answer, and commits in order when it does again', async () => {
    fails = down;
    expect((await intake.receive(eventOf('a'))).outcome).toBe('spooled');
    fails = () => null;
    // Behind one that waits, or it would overtake it.
    expect((await intake.receive(eventOf('b'))).outcome).toBe('spooled');
    expect(taken).toEqual([]);
    await Promise.all([intake.drain(), intake.drain()]);
    expect([taken, spool.pending]).toEqual([['a', 'b'], 0]);
    expect(await intake.receive(eventOf('c'))).toEqual(committed);
  });

  it('keeps what waits when the store stops answering in between', async () => {
    fails = down;
    for (const id of ['a', 'b']) await intake.receive(eventOf(id));
    fails = ({ id }) => (id === 'b' ? down() : null);
    await intake.drain();
    expect([taken, spool.pending > 0]).toEqual([['a'], true]);
    fails = () => null;
    await intake.drain();
    // What was committed may come twice: its id makes that harmless.
    expect(taken.at(-1)).toBe('b');
    expect(spool.pending).toBe(0);
  });

  it('commits nothing to a store that would lose it', async () => {
    intake.distrusted = true;
    expect((await intake.receive(eventOf('a'))).outcome).toBe('spooled');
    await intake.drain();
    expect([taken, spool.pending]).toEqual([[], 1]);
    intake.distrusted = false;
    await intake.drain();
    expect(taken).toEqual(['a']);
  });

  it('leaves it to the platform where there is nowhere to put an event aside', async () => {
    intake = open(false);
    fails = down;
    await expect(intake.receive(eventOf('a'))).rejects.toBeInstanceOf(StoreUnavailable);
    intake.distrusted = true;
    fails = () => null;
    await expect(intake.receive(eventOf('a'))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(taken).toEqual([]);
  });

  it('refuses an event that always fails, so that its chat goes on, and counts each for itself', async () => {
    fails = ({ id }) => (id === 'bad' ? new TypeError('a bug') : null);
    for (let tries = 1; tries < 5; tries += 1)
      await expect(intake.receive(eventOf('bad'))).rejects.toBeInstanceOf(TypeError);
    expect(await intake.receive(eventOf('good'))).toEqual(committed);
    expect((await intake.receive(eventOf('bad'))).outcome).toBe('refused');
    expect(spool.pending).toBe(0);
  });

  it('passes over a failing event among those that wait, and commits the rest', async () => {
    fails = down;
    for (const id of ['a', 'bad', 'c']) await intake.receive(eventOf(id));
    fails = ({ id }) => (id === 'bad' ? new TypeError('a bug') : null);
    await intake.drain();
    expect([taken, spool.pending]).toEqual([['a', 'c'], 0]);
  });

  describe('has patience with the store', () => {
    /** Events that never come to their turn, beside others that do. */
    const stuck = (): SafeIntake =>
      new SafeIntake({
        take: event => (event.id === 'waits' ? new Promise(() => {}) : Promise.resolve(committed)),
        spool,
        log: silentLogger,
      });
    beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
    afterEach(() => vi.useRealTimers());

    it('no longer than a platform has; behind it only its own chat is put aside while others are committed', async () => {
      const intake = stuck();
      const waits = intake.receive(eventOf('waits'));
      await vi.advanceTimersByTimeAsync(1500);
      const elsewhere = (id: string): Event => ({
        ...eventOf(id),
        address: { channel: 'desk', chat: 'other', kind: 'private' },
      });
      expect((await intake.receive(elsewhere('one'))).outcome).toBe('committed');
      await vi.advanceTimersByTimeAsync(600);
      expect((await waits).outcome).toBe('spooled');
      expect((await intake.receive(elsewhere('two'))).outcome).toBe('committed');
      expect((await intake.receive(eventOf('behind'))).outcome).toBe('spooled');
      expect(spool.pending).toBe(2);
    });

    it('and that long where nothing is committed either', async () => {
      const intake = stuck();
      const append = vi.spyOn(spool, 'append').mockResolvedValue(null);
      const waits = intake.receive(eventOf('waits'));
      await vi.advanceTimersByTimeAsync(1900);
      expect(append).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(200);
      expect((await waits).outcome).toBe('spooled');
      append.mockRestore();
    });
  });
});
