import { z } from 'zod';

/** Where in a text file something is: 1-based line and column, as editors count them. */
export const SourcePosition = z.strictObject({
  file: z.string(),
  line: z.number().int().positive(),
  column: z.number().int().positive(),
});
export type SourcePosition = z.infer<typeof SourcePosition>;

/**
 * Expected trouble as data. `code` is `area:problem` and stable: tests, logs and callers switch on it.
 * `message` is for people (Chinese where a user or author reads it); `hint` says how to mend it.
 * Broken invariants are not issues: they throw.
 */
export const Issue = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/),
  message: z.string(),
  hint: z.string().optional(),
  at: SourcePosition.optional(),
});
export type Issue = z.infer<typeof Issue>;

/** A value, or the reasons why there is none. Never both, never neither. */
export type Result<T> = { ok: true; value: T } | { ok: false; issues: Issue[] };
