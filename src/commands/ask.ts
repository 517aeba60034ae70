import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { toAskLine } from '../engine/reply.ts';
import type { Notice } from '../host/notices.ts';
import { localMoment } from '../model/calendar.ts';
import { badLine, jsonLine, readLinesOf } from './json-lines.ts';

const Line = z.strictObject({ id: z.union([z.string(), z.number()]).transform(String), q: z.string() });

/** One question, answered as a person would be shown it. */
export const askOnce = (notice: Notice, question: string, now: number, explain: boolean): string => {
  const { pack, faq } = notice;
  const answer = faq.answer(question);
  const today = localMoment(now, pack.manifest.timezone).date;
  const { text } = toAskLine(answer, '', pack, today);
  return explain ? `${text}\n\n${JSON.stringify(answer.trace, null, 2)}` : text;
};

/** `ask --json`: one question a line in, one answer a line out, in the same order. */
export const askLines = async (
  notice: Notice,
  input: Readable,
  output: Writable,
  now: number,
): Promise<void> => {
  const { pack, faq } = notice;
  const today = localMoment(now, pack.manifest.timezone).date;
  for await (const line of readLinesOf(input, Line))
    output.write(
      jsonLine(
        line.ok
          ? toAskLine(faq.answer(line.value.q), line.value.id, pack, today)
          : badLine('ask', line.why, '每行应为 {"id","q"}'),
      ),
    );
};
