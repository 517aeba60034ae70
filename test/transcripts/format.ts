import { z } from 'zod';

const lines = z.union([z.string(), z.array(z.string())]).transform(value => [value].flat());

/**
 * One dialogue as an author writes it down. Each turn says what happens (`人` writes, `按` presses a button of the last
 * message, `按旧` a button of an earlier one, `文件` sends a file of the transcripts folder or a made-up one, `时间` sets
 * the clock) and what must come of it: `见` stands in the answer, `不见` does not, `引` are the clauses quoted, `按钮` are offered,
 * `无按钮` are not, `附件` are the files that come with it.
 */
export const Transcript = z.strictObject({
  标题: z.string(),
  /** The office's wall clock at the beginning: `2022-09-01` or `2022-09-01 09:00`. */
  时间: z.string(),
  对话: z
    .array(
      z
        .strictObject({
          人: z.string().optional(),
          按: z.string().optional(),
          按旧: z.string().optional(),
          文件: z.string().optional(),
          时间: z.string().optional(),
          见: lines.default([]),
          不见: lines.default([]),
          引: lines.default([]),
          按钮: lines.default([]),
          无按钮: lines.default([]),
          附件: lines.default([]),
        })
        .refine(
          turn =>
            [turn.人, turn.按, turn.按旧, turn.文件, turn.时间].filter(part => part !== undefined).length ===
            1,
          '每一步写一件事：人、按、按旧、文件、时间',
        ),
    )
    .min(1),
});
export type Transcript = z.infer<typeof Transcript>;
