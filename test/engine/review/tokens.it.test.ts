import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { advance } from '../../../src/engine/advance.ts';
import type { Context, World } from '../../../src/engine/context.ts';
import { checkPress, issueGrants } from '../../../src/engine/review/grants.ts';
import { subjectsOf } from '../../../src/engine/subjects.ts';
import { subjectOfToken } from '../../../src/engine/tokens.ts';
import type { Application, Grant } from '../../../src/model/application.ts';
import { localMoment } from '../../../src/model/calendar.ts';
import type { Event } from '../../../src/model/event.ts';
import { Choice } from '../../../src/model/message.ts';
import { newSession } from '../../../src/model/session.ts';
import type { Roster } from '../../../src/model/staff.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { Office } from './office.ts';

const CASES = 40;
const GOOD = 4_000;
const BAD = Number(process.env.SHENBAO_PRESSES ?? 20_000);
/** So many of them go through the whole engine, the rest through the check alone. */
const WHOLE = 2_000;
const people = ['审', '核', '联', '长'] as const;

let pack: Context['pack'];
let faq: Awaited<ReturnType<typeof noticeAt>>['faq'];
let roster: Roster;
let start: number;
const cases = new Map<string, Application>();
/** Buttons of the version before: good once, void now. */
const old: Grant[] = [];

const contextAt = (ms: number, seed: string): Context => ({
  pack,
  now: localMoment(ms, pack.manifest.timezone),
  mint: purpose => createHash('sha256').update(`${seed} ${purpose}`).digest('hex').slice(0, 16),
  ask: (question, context) => faq.answer(question, { context }),
  reading: () => ({ kind: 'other' }),
  rehearsal: false,
  notices: [],
  policies: [],
});

beforeAll(async () => {
  ({ pack, faq } = await noticeAt(wanzhouFolder));
  const office = await Office.open({ pack, now: '2022-09-01' });
  await office.bind('审', 'enterprise', 'reviewer');
  await office.bind('核', 'enterprise', 'reviewer');
  await office.bind('联', 'enterprise', 'contact');
  await office.bind('长', 'enterprise', 'head');
  const { number } = await submitWanzhou(office);
  const one = await office.application(number);
  roster = await office.roster();
  start = office.now;
  await office.close();
  for (let index = 0; index < CASES; index += 1) {
    const named = { ...one, number: `WZ22-${String(index + 1).padStart(4, '0')}-A` };
    const before = issueGrants(contextAt(start, `old ${index}`), roster, named);
    old.push(...Object.values(before.grants));
    const now = issueGrants(contextAt(start, `new ${index}`), roster, { ...named, version: 2 });
    cases.set(now.number, now);
  }
});

const day = 24 * 3600 * 1000;

/** One press through the whole engine, with exactly the records the host would load for it. */
const refused = (actor: string, token: string, ms: number): boolean => {
  const address = { channel: 'desk', chat: actor, kind: 'private' as const };
  const event: Event = {
    id: `press ${actor} ${token}`,
    at: ms,
    address,
    actor: { id: `desk:${actor}` },
    body: { kind: 'press', token },
  };
  const wanted = subjectsOf(event).applications;
  const world: World = {
    session: newSession(`desk:${actor}`, address, `desk:${actor}`, { id: pack.id, hash: pack.hash }),
    application: null,
    cases: new Map(wanted.flatMap(number => (cases.has(number) ? [[number, cases.get(number)!]] : []))),
    tickets: new Map(),
    listed: [],
    roster,
    counter: CASES,
  };
  const turn = advance(contextAt(ms, event.id), world, event);
  const acted =
    (turn.applications ?? []).length > 0 || turn.audit.length > 0 || turn.session?.decision !== null;
  if (acted) return false;
  return turn.issues.some(({ code }) => code.startsWith('review:press-')) || world.cases.size === 0;
};

const refusedByCheck = (actor: string, token: string, ms: number): boolean => {
  const [subject] = subjectOfToken(token);
  const application = subject?.kind === 'application' ? cases.get(subject.id) : undefined;
  return !checkPress(contextAt(ms, token), roster, application, token, `desk:${actor}`).ok;
};

const grants = (): Grant[] => [...cases.values()].flatMap(application => Object.values(application.grants));
const owner = (grant: Grant): string => grant.actors[0]!.slice('desk:'.length);

/** Repeatable numbers below `limit`. */
const dice = (seed: number) => (limit: number) => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
};

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz_';

interface BadPress {
  readonly actor: string;
  readonly token: string;
  readonly ms: number;
}

const badPress = (roll: (limit: number) => number, all: readonly Grant[]): BadPress => {
  const grant = all[roll(all.length)]!;
  const { token } = grant;
  const actor = owner(grant);
  const known = new Set(all.map(each => each.token));
  const mutated = (): string => {
    const at = roll(token.length);
    const letter = letters[roll(letters.length)]!;
    const made = [
      `${token.slice(0, at)}${letter}${token.slice(at + 1)}`,
      `${token.slice(0, at)}${token.slice(at + 1)}`,
      `${token.slice(0, at)}${letter}${token.slice(at)}`,
      token.slice(0, at),
      token.toLowerCase(),
      `${token.slice(0, token.lastIndexOf('_') + 1)}${all[roll(all.length)]!.token.split('_').at(-1)}`,
    ][roll(6)]!;
    return known.has(made) ? `${made}0` : made;
  };
  switch (roll(4)) {
    case 0:
      return { actor, token: mutated(), ms: start };
    case 1: {
      const others = [...people, '王', '路人'].filter(name => name !== actor);
      return { actor: others[roll(others.length)]!, token, ms: start };
    }
    case 2: {
      const gone = old[roll(old.length)]!;
      return { actor: owner(gone), token: gone.token, ms: start };
    }
    default:
      return { actor, token, ms: grant.expires + 1 + roll(100 * day) };
  }
};

describe('case buttons', () => {
  it('are opaque tokens every platform can carry', () => {
    for (const { token } of grants()) {
      expect(Choice.safeParse({ token, label: '通过' }).success).toBe(true);
      expect(Buffer.byteLength(token)).toBeLessThanOrEqual(40);
    }
  });

  it(`${GOOD} good presses are all taken`, () => {
    const all = grants();
    const roll = dice(7);
    let wrong = 0;
    for (let count = 0; count < GOOD; count += 1) {
      const grant = all[count % all.length]!;
      if (refused(owner(grant), grant.token, start + roll(29 * day))) wrong += 1;
    }
    expect(wrong).toBe(0);
  });

  it(`${BAD} changed, foreign, old and expired presses are all refused`, () => {
    const all = grants();
    const roll = dice(11);
    const taken: BadPress[] = [];
    for (let count = 0; count < BAD; count += 1) {
      const press = badPress(roll, all);
      const check = count < WHOLE ? refused : refusedByCheck;
      if (!check(press.actor, press.token, press.ms)) taken.push(press);
    }
    expect(taken).toEqual([]);
  });

  // The same presses find every check that is left out.
  it.each([
    [
      'whose button it is',
      (grant: Grant, _actor: string, ms: number, version: number) =>
        grant.version === version && ms <= grant.expires,
    ],
    [
      'when it expires',
      (grant: Grant, actor: string, _ms: number, version: number) =>
        grant.actors.includes(actor) && grant.version === version,
    ],
  ] as const)('a checker that forgets %s is caught', (_what, accepts) => {
    const all = grants();
    const roll = dice(11);
    let taken = 0;
    for (let count = 0; count < 2000; count += 1) {
      const { actor, token, ms } = badPress(roll, all);
      const application = cases.get(token.slice(2, 13).replaceAll('_', '-'));
      const grant = application?.grants[token];
      if (application && grant && accepts(grant, `desk:${actor}`, ms, application.version)) taken += 1;
    }
    expect(taken).toBeGreaterThan(0);
  });

  it('a store that kept the old buttons would still not let them act', () => {
    const [application] = cases.values();
    const stale = Object.fromEntries(old.map(grant => [grant.token, grant]));
    const kept = { ...application!, grants: { ...application!.grants, ...stale } };
    const grant = old.find(({ verb }) => verb === 'pass')!;
    expect(checkPress(contextAt(start, 'x'), roster, kept, grant.token, grant.actors[0]!)).toEqual({
      ok: false,
      refusal: 'stale',
    });
  });
});
