import { z } from 'zod';
import type { Issue } from './issue.ts';

/**
 * A file kept beside the store. `id` names this one upload and nobody else's, whoever holds the same bytes; `name` is
 * what the person called it, made safe for display, and never used as a path. `type` is decided by content, not by the
 * declared type.
 */
export const StoredFile = z.strictObject({
  id: z.string().regex(/^[a-f0-9]{64}$/),
  name: z.string().min(1).max(120),
  type: z.enum(['docx', 'xlsx', 'pdf', 'jpeg', 'png', 'text', 'doc']),
  bytes: z.number().int().nonnegative(),
  /** SHA-256 of the content. Left out: a file of an earlier version, whose id it is and which others may share. */
  sha256: z
    .string()
    .regex(/^[a-f0-9]{64}$/)
    .optional(),
});
export type StoredFile = z.infer<typeof StoredFile>;

/**
 * What is wrong with the content of a file, so that it was not kept. Each has its own sentence in the catalogue that
 * says what to do about it.
 */
export const ContentRefusal = z.enum([
  'too-large',
  'bad-type',
  'macros',
  'encrypted',
  'unreadable',
  'empty',
  'zip-bomb',
  /** A PDF with a password or a ban on printing or copying. */
  'protected',
  /** Something in it would act on whoever opens it, or another file is hidden in it. */
  'active',
  /** A text document of another kind (rtf, odt): what is written in it reaches nobody here. */
  'other-word',
  'infected',
  /** The virus scanner that has to look at it does not answer. */
  'unscanned',
  /** Looking at it took longer or more memory than any real file does. */
  'too-complex',
]);
export type ContentRefusal = z.infer<typeof ContentRefusal>;

/** Why a file that somebody sent was not taken: its content, or it could not be fetched from the platform at all. */
export const FileRefusal = z.enum([...ContentRefusal.options, 'unavailable']);
export type FileRefusal = z.infer<typeof FileRefusal>;

/** Trouble with the content of a file, as the keeper reports it. */
export type FileIssue = Issue & { readonly code: `file:${ContentRefusal}` };

/** A file that was kept, or the one reason why it was not. */
export type Kept = { ok: true; value: StoredFile } | { ok: false; issues: [FileIssue] };

/**
 * What was read from a document that somebody sent. `form`: it is the form, filled in or not; `partly`: another paper that
 * has some of its labels. Values are as written, by field id (`group.index.field` for repeating groups); `doubtful`
 * names those to be confirmed.
 */
export type FileReading =
  | {
      readonly kind: 'form' | 'partly';
      readonly values: Readonly<Record<string, string>>;
      readonly doubtful: readonly string[];
    }
  | { readonly kind: 'other' }
  | { readonly kind: 'unreadable'; readonly reason: ContentRefusal };

/**
 * A file that goes out with a message. `rendered` files are made when the message is sent, from the committed state,
 * so that slow work never holds up a turn.
 */
export const FileRef = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('stored'), file: StoredFile }),
  z.strictObject({
    kind: z.literal('rendered'),
    /** What to render; documents/ has one renderer for each. */
    render: z.enum(['application-form', 'calendar', 'export']),
    name: z.string(),
    /** Complete input of the renderer: rendering later gives the same file whatever happened since. */
    data: z.json(),
  }),
]);
export type FileRef = z.infer<typeof FileRef>;
