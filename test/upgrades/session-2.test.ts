import { describe, expect, it } from 'vitest';
import { readSession, sessionKey } from '../../src/host/records.ts';
import { newSession } from '../../src/model/session.ts';

const today = newSession('s', { channel: 'web', chat: 'c', kind: 'private' }, 'web:c', {
  id: 'p',
  hash: 'h',
});
const file = { id: 'a'.repeat(64), name: '协议.pdf', type: 'pdf', bytes: 10 } as const;

/** A session as schema 2 wrote it: at most one file waited for its purpose. */
const read = (pendingFile: unknown) => {
  const { pendingFiles: _, readFile: __, answers: ___, ...rest } = today;
  return readSession({
    key: sessionKey('s'),
    revision: 3,
    parts: Object.fromEntries(
      Object.entries({ ...rest, schema: 2, pendingFile }).map(([name, value]) => [
        name,
        JSON.stringify(value),
      ]),
    ),
  });
};

describe('a session of schema 2', () => {
  it('keeps the file that waited', () => {
    expect(read(file)).toEqual({ ...today, pendingFiles: [file] });
  });

  it('waits for none when none waited', () => {
    expect(read(null)).toEqual(today);
  });
});
