import type { EventBody } from '../model/event.ts';
import type { ContentRefusal, FileIssue, FileRefusal, Kept } from '../model/file.ts';

/** What becomes of a file that somebody sent: it was kept, or it was not, and why. */
export type FileBody = Extract<EventBody, { kind: 'file' | 'file-refused' }>;

/** Longest name of a file in an event, in UTF-16 units (model/file.ts). */
const NAME = 120;

/** The keeper's reason in the words of the event. */
export const refusalOf = ([issue]: readonly [FileIssue]): ContentRefusal =>
  issue.code.slice('file:'.length) as ContentRefusal;

export const refusedFile = (reason: FileRefusal, name: string): FileBody => ({
  kind: 'file-refused',
  reason,
  name: name.slice(0, NAME) || '文件',
});

/** The body of the event for what the keeper made of a file; `name` is what the person called it. */
export const fileBody = (kept: Kept, name: string, caption?: string): FileBody =>
  kept.ok
    ? { kind: 'file', file: kept.value, ...(caption ? { caption } : {}) }
    : refusedFile(refusalOf(kept.issues), name);
