import { z } from 'zod';

/**
 * One addressable place in a source document. Ids look like `通知·三(一)`, `附件1·说明二`, `办法·第二十四条第二款`.
 * `start`/`end` are UTF-16 offsets into the document text, so `text === document.slice(start, end)`.
 */
export const Clause = z.strictObject({
  id: z.string(),
  document: z.string(),
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  text: z.string(),
  /** The clause this one is part of, if any. */
  parent: z.string().optional(),
  /** Leaves partition their document: joined in order they give the document back. */
  leaf: z.boolean(),
});
export type Clause = z.infer<typeof Clause>;

/** A pointer with its verbatim quote. The quote is an exact slice of the clause. */
export const Citation = z.strictObject({ clause: z.string(), quote: z.string().min(1) });
export type Citation = z.infer<typeof Citation>;
