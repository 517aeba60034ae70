import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Intake } from '../../src/host/channel.ts';
import { fileBody, refusedFile } from '../../src/host/file-body.ts';
import type { Event, EventBody } from '../../src/model/event.ts';
import type { DoorLine } from './decode.ts';

/** Largest file taken from a terminal, in bytes; our own cap, the same as the chat platforms' smallest. */
const LARGEST_FILE = 20 * 1024 * 1024;

const fileAt = async (intake: Intake, path: string): Promise<EventBody> => {
  const name = basename(path);
  try {
    return fileBody(await intake.keepFile(createReadStream(path), name, LARGEST_FILE), name);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return refusedFile('unavailable', name);
    throw error;
  }
};

/** An event of somebody at the terminal; without an id it is never a redelivery. */
export const doorEvent = (name: string, at: number, body: EventBody, id: string = randomUUID()): Event => ({
  id: `console:${name}:${id}`,
  at,
  address: { channel: 'console', chat: name, kind: 'private' },
  actor: { id: `console:${name}`, name },
  body,
});

/** The event a line stands for. */
export const eventOf = async (
  intake: Intake,
  line: Extract<DoorLine, { from: string }>,
  at: number,
): Promise<Event> => {
  const body: EventBody =
    'text' in line
      ? { kind: 'text', text: line.text }
      : 'press' in line
        ? { kind: 'press', token: line.press }
        : await fileAt(intake, line.file);
  return doorEvent(line.from, at, body, line.id);
};
