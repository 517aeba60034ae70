import { z } from 'zod';

/**
 * A file kept beside the store, named by its content. `name` is what the person called it, made safe for display;
 * it is never used as a path. `type` is decided by content, not by the declared type.
 */
export const StoredFile = z.strictObject({
  id: z.string().regex(/^[a-f0-9]{64}$/),
  name: z.string().min(1).max(120),
  type: z.enum(['docx', 'xlsx', 'pdf', 'jpeg', 'png', 'text', 'doc']),
  bytes: z.number().int().nonnegative(),
});
export type StoredFile = z.infer<typeof StoredFile>;

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
