import { expect } from 'vitest';
import type { AuditEntry } from '../../../src/model/audit.ts';
import type {
  Commit,
  CommitResult,
  Lease,
  OutboxItem,
  RecordChange,
  RecordKey,
  Store,
} from '../../../src/store/port.ts';

/** What the contract suite needs of an implementation. */
export interface StoreUnderTest {
  readonly name: string;
  /** Another view of the same data, as a second process has one. Opened stores are closed by the suite. */
  open(): Promise<Store>;
}

let counter = 0;

/** A name nobody used before, so that tests on one server do not meet. */
export const fresh = (what: string): string => {
  counter += 1;
  return `${what}-${process.pid}-${counter}`;
};

export const session: RecordKey = { kind: 'session', id: 's1' };
export const application: RecordKey = { kind: 'application', id: 'WZ-0001' };
export const roster: RecordKey = { kind: 'roster', id: 'staff' };

export const commitOf = (more: Partial<Commit> = {}): Commit => ({
  eventId: fresh('event'),
  bodyHash: 'h1',
  reply: '',
  changes: [],
  expectations: [],
  indexes: [],
  outbox: [],
  cancel: [],
  audit: [],
  at: 1_000,
  leaseMs: 0,
  ...more,
});

export const change = (
  key: RecordKey,
  expectRevision: number,
  set: Readonly<Record<string, string>>,
  more: Partial<RecordChange> = {},
): RecordChange => ({ key, expect: expectRevision, set, remove: [], ...more });

export const item = (id: string, more: Partial<OutboxItem> = {}): OutboxItem => ({
  id,
  lane: 'chat',
  due: 1_000,
  body: `body of ${id}`,
  ...more,
});

export const entry = (subject: string): AuditEntry => ({
  event: `event of ${subject}`,
  at: 1_000,
  actor: 'web:1',
  role: 'reviewer',
  action: 'approve',
  subject,
  from: 'review',
  to: 'approved',
});

export const committed = (result: CommitResult): Extract<CommitResult, { kind: 'committed' }> => {
  expect(result.kind).toBe('committed');
  return result as Extract<CommitResult, { kind: 'committed' }>;
};

export const ids = (leases: readonly Lease[]): string[] => leases.map(lease => lease.item.id);

/** A lease runs on the store's own clock, so its end is awaited, not computed. */
export const claimedEventually = async (store: Store, space: string, now = 10_000): Promise<Lease[]> => {
  for (;;) {
    const leases = await store.claim(space, now, 10, 60_000);
    if (leases.length > 0) return leases;
    await new Promise(resolve => setTimeout(resolve, 2));
  }
};

export const collect = async (lines: AsyncIterable<string>): Promise<string[]> => {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
};

export const replay = async function* (lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
};

/** Texts that broke somebody's store before. The second column is what must come back. */
export const hardTexts: readonly (readonly [name: string, text: string, back?: string])[] = [
  ['nothing', ''],
  ['white space', ' \t\r\n '],
  ['Chinese', '重庆市万州区科学技术局'],
  ['an id that cjson turns into a float', '-1001234567890123'],
  ['a number with an exponent', '1e5'],
  ['an empty JSON list', '[]'],
  ['JSON with braces', '{"a":{"b":[1,2]}}'],
  ['a hash tag', '{other}'],
  ['NUL inside', 'a\0b'],
  ['control characters', '\x01\x1b[31m\x7f'],
  ['emoji of several code points', '👩‍👩‍👧‍👦🇨🇳'],
  ['a right-to-left override', '\u202efdp.exe'],
  ['line separators', 'a\u2028b\u2029c'],
  ['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
  ['slashes, colons and quotes', `a/b:c|d'e"f\`g\\h`],
  ['a prototype name', '__proto__'],
  ['Lua pattern characters', '%s%d^$().[]*+-?'],
  ['a percent sign at the end', '100%'],
  ['a hundred thousand characters', '申'.repeat(100_000)],
];
