import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { UnansweredRow } from '../../model/studio.ts';
import { commitWith, type Store, type StoredRecord } from '../../store/port.ts';

const LIST = 'note:unanswered';
/** Questions that are shown, newest first, and how many of their notes are read. */
const MOST_SHOWN = 200;
const MOST_READ = 5_000;

const Note = z.looseObject({ at: z.number(), question: z.string() });

interface Asked {
  readonly question: string;
  readonly at: number;
  readonly record: StoredRecord;
}

const readNotes = async (store: Store, space: string): Promise<Asked[]> => {
  const ids = (await store.list(space, LIST)).slice(-MOST_READ);
  const records = await store.load(
    space,
    ids.map(id => ({ kind: LIST, id })),
  );
  return records.flatMap(record => {
    const note = Note.safeParse(JSON.parse(record.parts.body ?? 'null'));
    return note.success ? [{ question: note.data.question.trim(), at: note.data.at, record }] : [];
  });
};

/** What people asked in vain, each question once, the newest first. */
export const unansweredIn = async (store: Store, space: string): Promise<Omit<UnansweredRow, 'near'>[]> => {
  const byQuestion = new Map<string, Omit<UnansweredRow, 'near'>>();
  for (const { question, at } of await readNotes(store, space)) {
    const known = byQuestion.get(question);
    byQuestion.set(question, { question, times: (known?.times ?? 0) + 1, at: Math.max(at, known?.at ?? 0) });
  }
  return [...byQuestion.values()].sort((a, b) => b.at - a.at).slice(0, MOST_SHOWN);
};

/** Take a question off the list, however often it was asked. */
export const settleUnanswered = async (
  store: Store,
  space: string,
  question: string,
  now: number,
): Promise<void> => {
  const notes = (await readNotes(store, space)).filter(note => note.question === question);
  if (notes.length === 0) return;
  const event = `studio:${randomUUID()}`;
  await store.commit(
    space,
    commitWith(event, event, now, {
      changes: notes.map(({ record: { key, revision } }) => ({
        key,
        expect: revision,
        set: {},
        remove: [],
        drop: true,
      })),
      indexes: notes.map(({ record: { key } }) => ({ index: LIST, id: key.id, score: null })),
    }),
  );
};
