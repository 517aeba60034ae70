import type { Event, UnreadKind } from '../../model/event.ts';
import type { FileRefusal, StoredFile } from '../../model/file.ts';
import type { Session } from '../../model/session.ts';
import type { Context } from '../context.ts';
import { neededItems } from '../papers.ts';
import type { Reaction } from '../reaction.ts';
import { line } from '../scene.ts';
import { hasDraft } from '../scenes/menu.ts';
import { say, type WordingKey } from '../wording.ts';
import { takeImport } from './bulk.ts';

/** Where files go that belong to no item of the checklist. */
const OTHER = 'other';

/** A file arrived: a filled form fills the draft; anything else is asked about, then filed under the checklist. */
export const takeFile = (ctx: Context, session: Session, file: StoredFile): Reaction => {
  if (ctx.imported && Object.keys(ctx.imported.values).length > 0)
    return takeImport(ctx, session, ctx.imported);
  if (session.journey === 'idle' && !hasDraft(session)) {
    return { session, notes: [line(ctx, 'file.unexpected')] };
  }
  if (file.type === 'text') return { session, notes: [line(ctx, 'file.badType')] };
  const items = neededItems(ctx, session).filter(item => item.accepts);
  return {
    session: { ...session, pendingFile: file },
    scene: {
      blocks: [line(ctx, 'file.for')],
      question: {
        asks: { kind: 'file' },
        options: [
          ...items.map(({ id, title }) => ({ means: { kind: 'item' as const, item: id }, label: title })),
          { means: { kind: 'item', item: OTHER }, label: say(ctx.pack, 'file.other') },
          { means: { kind: 'none' }, label: say(ctx.pack, 'file.none') },
        ],
      },
      links: ['human'],
    },
  };
};

/** `itemId` null: the file is not for this application. */
export const fileFor = (ctx: Context, session: Session, itemId: string | null): Reaction => {
  const file = session.pendingFile;
  if (!file) return { session };
  const cleared: Session = { ...session, pendingFile: null };
  if (itemId === null) return { session: cleared, notes: [line(ctx, 'file.dropped')] };
  const title = ctx.pack.form.checklist.find(({ id }) => id === itemId)?.title ?? say(ctx.pack, 'file.other');
  const kept = (session.files[itemId] ?? []).filter(({ id }) => id !== file.id);
  return {
    session: { ...cleared, files: { ...session.files, [itemId]: [...kept, file] } },
    notes: [line(ctx, 'file.kept', { title })],
  };
};

const refusals = {
  'too-large': 'file.tooLarge',
  'bad-type': 'file.badType',
  macros: 'file.macros',
  encrypted: 'file.encrypted',
  unreadable: 'file.unreadable',
  empty: 'file.empty',
  'zip-bomb': 'file.zipBomb',
  protected: 'file.protected',
  active: 'file.active',
  'other-word': 'file.otherWord',
  infected: 'file.infected',
  unscanned: 'file.unscanned',
  'too-complex': 'file.tooComplex',
  unavailable: 'file.unavailable',
} as const satisfies Record<FileRefusal, WordingKey>;

/** A kind of message nobody here can read: what can be sent instead. */
export const sayUnread = (ctx: Context, session: Session, what: UnreadKind): Reaction => ({
  session,
  notes: [line(ctx, 'unread.line', { what: say(ctx.pack, `unread.${what}`) })],
});

export const refuseFile = (
  ctx: Context,
  session: Session,
  body: Extract<Event['body'], { kind: 'file-refused' }>,
): Reaction => ({ session, notes: [line(ctx, refusals[body.reason])] });
