import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Intake } from '../../src/host/channel.ts';
import type { Event, EventBody } from '../../src/model/event.ts';
import type { DoorLine } from './decode.ts';

/** Largest file taken from a terminal, in bytes; our own cap, the same as the chat platforms' smallest. */
const LARGEST_FILE = 20 * 1024 * 1024;

const fileBody = async (intake: Intake, path: string): Promise<EventBody> => {
  const name = basename(path);
  try {
    const kept = await intake.keepFile(createReadStream(path), name, LARGEST_FILE);
    if (kept.ok) return { kind: 'file', file: kept.value };
    const tooLarge = kept.issues.some(({ code }) => code === 'file:too-large');
    return { kind: 'file-refused', reason: tooLarge ? 'too-large' : 'bad-type', name };
  } catch (error) {
    if (error instanceof Error && 'code' in error)
      return { kind: 'file-refused', reason: 'unavailable', name };
    throw error;
  }
};

/** The event a line stands for; lines without an id are never redeliveries. */
export const eventOf = async (
  intake: Intake,
  line: Extract<DoorLine, { from: string }>,
  at: number,
): Promise<Event> => ({
  id: `console:${line.from}:${line.id ?? randomUUID()}`,
  at,
  address: { channel: 'console', chat: line.from, kind: 'private' },
  actor: { id: `console:${line.from}`, name: line.from },
  body:
    'text' in line
      ? { kind: 'text', text: line.text }
      : 'press' in line
        ? { kind: 'press', token: line.press }
        : await fileBody(intake, line.file),
});
