import { refusalKeys } from '../../model/door-wording.ts';
import type { Event, UnreadKind } from '../../model/event.ts';
import type { FileReading, StoredFile } from '../../model/file.ts';
import type { Block } from '../../model/message.ts';
import type { MeaningOf } from '../../model/prompt.ts';
import type { Session } from '../../model/session.ts';
import { windowState } from '../../model/window.ts';
import { needsConsent } from '../consent.ts';
import type { Context } from '../context.ts';
import { takesPapers } from '../papers.ts';
import type { Reaction } from '../reaction.ts';
import { line, rows } from '../scene.ts';
import { fileScene, purposes, waitingRows } from '../scenes/files.ts';
import { hasDraft } from '../scenes/menu.ts';
import { say } from '../wording.ts';
import { takeImport } from './bulk.ts';
import { NO_PERSONAL_DATA } from './form.ts';

/** Files that may wait for their purpose at a time; own cap. */
const MOST_WAITING = 20;
/** Files that one application may have; own cap, several times what any notice asks for. */
const MOST_FILED = 60;

const named = (ctx: Context, { name }: StoredFile): Block => rows([[say(ctx.pack, 'file.label'), name]]);

const filed = ({ files }: Session): StoredFile[] => Object.values(files).flat();

/** The same content under the same name; another name may say that it is for something else. */
const same = (one: StoredFile, other: StoredFile): boolean =>
  (one.sha256 ?? one.id) === (other.sha256 ?? other.id) && one.name === other.name;

/** Whether there is a draft to file papers in. */
export const takesFiles = (session: Session): boolean =>
  session.journey === 'form' || session.journey === 'returned' || hasDraft(session);

/** Whether a filled form could be taken here and now; otherwise no document is read. */
const expectsForm = (ctx: Context, session: Session): boolean =>
  takesFiles(session) ||
  (session.application === null &&
    session.address.kind === 'private' &&
    !ctx.policies.includes(NO_PERSONAL_DATA) &&
    windowState(ctx.pack.manifest, ctx.now) === 'open');

/** Into the queue of files whose purpose is not known yet, once. */
const waits = (session: Session, file: StoredFile): Session =>
  session.pendingFiles.some(other => same(other, file))
    ? session
    : { ...session, pendingFiles: [...session.pendingFiles, file] };

/** Ask about the file that has waited longest; what was asked before comes again afterwards. */
export const askNext = (ctx: Context, session: Session, notes: readonly Block[]): Reaction =>
  session.pendingFiles.length === 0
    ? { session, notes }
    : { session, notes, scene: fileScene(ctx, session, readingOf(ctx, session.pendingFiles[0]!)) };

/** What was said of one file, and every other that waits: it may have come without an answer of its own. */
const withWaiting = (ctx: Context, session: Session, notes: readonly Block[]): Reaction =>
  takesFiles(session)
    ? askNext(ctx, session, notes)
    : { session, notes: [...notes, ...waitingNotes(ctx, session)] };

/** What is in a document, where it can be a form at all. */
const readingOf = (ctx: Context, file: StoredFile): FileReading | null =>
  file.type === 'docx' ? ctx.reading(file) : { kind: 'other' };

/** Take over what a filled form says. It may still be filed as what it is when the person does not want that. */
const readIn = (
  ctx: Context,
  session: Session,
  file: StoredFile,
  reading: Extract<FileReading, { kind: 'form' | 'partly' }>,
): Reaction => {
  const { withheld, ...taken } = takeImport(ctx, session, reading);
  // The form could not be begun, or not all of it may be kept yet: the file waits.
  return withheld
    ? { ...taken, session: waits(taken.session, file) }
    : { ...taken, session: { ...taken.session, readFile: file } };
};

const unread = (ctx: Context, file: StoredFile, reading: FileReading): Block[] => {
  if (file.type === 'doc') return [line(ctx, 'file.oldWord')];
  return reading.kind === 'unreadable' ? [line(ctx, 'file.unread')] : [];
};

/**
 * A file arrived: the filled form fills the draft; anything else is asked about by name, then filed under the checklist.
 * Nothing is read where no form could be taken. `item`: the paper it was sent as, which nobody needs to ask about.
 */
export const takeFile = (ctx: Context, session: Session, file: StoredFile, item?: string): Reaction => {
  if (file.type === 'text') return withWaiting(ctx, session, [line(ctx, 'file.badType'), named(ctx, file)]);
  if (filed(session).some(other => same(other, file)))
    return askNext(ctx, session, [line(ctx, 'file.again'), named(ctx, file)]);
  if (filed(session).length >= MOST_FILED)
    return askNext(ctx, session, [line(ctx, 'file.full', { count: MOST_FILED }), named(ctx, file)]);
  if (session.pendingFiles.length >= MOST_WAITING)
    return askNext(ctx, session, [line(ctx, 'file.tooMany', { count: MOST_WAITING }), named(ctx, file)]);
  const sentAs = purposes(ctx, session).find(({ means }) => means.kind === 'item' && means.item === item);
  if (sentAs && takesPapers(session))
    return fileFor(ctx, { ...session, pendingFiles: [file, ...session.pendingFiles] }, sentAs.means);
  const reading = expectsForm(ctx, session) ? readingOf(ctx, file) : ({ kind: 'other' } as const);
  // Not read yet: the turn is computed again once it is.
  if (reading === null) return { session };
  if (reading.kind === 'form') return readIn(ctx, session, file, reading);
  if (!takesFiles(session)) {
    const waiting = waits(session, file);
    return { session: waiting, notes: [line(ctx, 'file.unexpected'), waitingRows(ctx, waiting)] };
  }
  return askNext(ctx, waits(session, file), unread(ctx, file, reading));
};

/** Files that came before there was a draft are asked about once there is one. */
export const offerWaiting = (ctx: Context, reaction: Reaction): Reaction => {
  const { session, notes = [] } = reaction;
  const [first] = session.pendingFiles;
  if (session.journey !== 'form' || session.paused || !first || needsConsent(ctx, session)) return reaction;
  const reading = readingOf(ctx, first);
  if (reading?.kind !== 'form') return { ...reaction, ...askNext(ctx, session, notes) };
  const rest = { ...session, pendingFiles: session.pendingFiles.slice(1) };
  const read = readIn(ctx, rest, first, reading);
  return { ...read, notes: [...notes, named(ctx, first), ...(read.notes ?? [])] };
};

/** What the file that has waited longest is for; `all`: this and every other that waits. */
export const fileFor = (ctx: Context, session: Session, means: MeaningOf<'file'>, all = false): Reaction => {
  const [file, ...others] = session.pendingFiles;
  if (!file) return { session };
  const without: Session = { ...session, pendingFiles: all ? [] : others };
  switch (means.kind) {
    case 'none':
      return askNext(ctx, without, [
        line(ctx, 'file.dropped'),
        ...(all ? session.pendingFiles : [file]).map(each => named(ctx, each)),
      ]);
    case 'form': {
      const reading = readingOf(ctx, file);
      if (reading === null) return { session };
      return reading.kind === 'partly' || reading.kind === 'form'
        ? readIn(ctx, without, file, reading)
        : askNext(ctx, session, unread(ctx, file, reading));
    }
    case 'item': {
      const title =
        ctx.pack.form.checklist.find(({ id }) => id === means.item)?.title ?? say(ctx.pack, 'file.other');
      const placed = all ? session.pendingFiles : [file];
      const kept = (session.files[means.item] ?? []).filter(file => !placed.some(each => same(each, file)));
      return askNext(ctx, { ...without, files: { ...session.files, [means.item]: [...kept, ...placed] } }, [
        line(ctx, 'file.kept', { title }),
        ...placed.map(each => named(ctx, each)),
      ]);
    }
    default:
      return means satisfies never;
  }
};

/** What was read in is not wanted: the file is asked about like any other. */
export const fileInstead = (ctx: Context, session: Session, notes: readonly Block[]): Reaction => {
  const { readFile } = session;
  if (!readFile) return { session, notes };
  const waiting = [readFile, ...session.pendingFiles.filter(other => !same(other, readFile))];
  const next: Session = { ...session, readFile: null, pendingFiles: waiting };
  return { session: next, notes, scene: fileScene(ctx, next, { kind: 'other' }) };
};

/** Said along with whatever comes next while files still wait for their purpose. */
export const waitingNotes = (ctx: Context, session: Session): Block[] =>
  session.pendingFiles.length === 0
    ? []
    : [line(ctx, 'file.waiting', { count: session.pendingFiles.length }), waitingRows(ctx, session)];

/** A kind of message nobody here can read: what can be sent instead. */
export const sayUnread = (ctx: Context, session: Session, what: UnreadKind): Reaction => ({
  session,
  notes: [
    what === 'hurried'
      ? line(ctx, 'limit.hurried')
      : line(ctx, 'unread.line', { what: say(ctx.pack, `unread.${what}`) }),
  ],
});

export const refuseFile = (
  ctx: Context,
  session: Session,
  body: Extract<Event['body'], { kind: 'file-refused' }>,
): Reaction => {
  const notes = [line(ctx, refusalKeys[body.reason]), rows([[say(ctx.pack, 'file.label'), body.name]])];
  return withWaiting(ctx, session, notes);
};
