import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** One question with what its writer expects; the format of dev.jsonl. */
export const EvalQuestion = z.object({
  id: z.string(),
  q: z.string(),
  kind: z.enum(['answerable', 'unanswerable', 'action', 'chitchat']),
  cite: z.array(z.string()).default([]),
  /** Of each group at least one must be shown. */
  must: z.array(z.array(z.string())).default([]),
  must_not: z.array(z.string()).default([]),
  action: z.string().nullable().default(null),
});
export type EvalQuestion = z.infer<typeof EvalQuestion>;

/** Reads a JSON Lines file of questions; throws with the line number on a bad one. */
export const readQuestions = (file: string): EvalQuestion[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map((line, index) => {
      const parsed = EvalQuestion.safeParse(JSON.parse(line));
      if (!parsed.success) throw new Error(`${file}:${index + 1} ${parsed.error.message}`);
      return parsed.data;
    });
