import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { fitsFact } from '../engine/fact-value.ts';
import { judge } from '../engine/judge.ts';
import { FactValue } from '../model/fact.ts';
import type { Pack } from '../model/pack/pack.ts';
import { badLine, jsonLine, readLinesOf } from './json-lines.ts';

const Line = z.object({
  id: z.union([z.string(), z.number()]),
  facts: z.record(z.string(), FactValue),
  today: z.iso.date(),
});

/** Why a line cannot be judged, in words; null when it can. */
const wrongWith = (pack: Pack, facts: z.infer<typeof Line>['facts']): string | null => {
  for (const [id, value] of Object.entries(facts)) {
    const fact = pack.eligibility.facts.find(candidate => candidate.id === id);
    if (!fact) return `没有名为 ${id} 的事项`;
    if (value === null) continue;
    const fits = fitsFact(fact, value);
    if (!fits) return `${id} 的取值不正确`;
  }
  return null;
};

/** `judge --json`: one set of facts a line in, one verdict a line out, in the same order. */
export const judgeLines = async (pack: Pack, input: Readable, output: Writable): Promise<void> => {
  const write = (value: unknown): void => {
    output.write(jsonLine(value));
  };
  for await (const read of readLinesOf(input, Line)) {
    if (!read.ok) {
      write(badLine('judge', read.why, '每行应为 {"id","facts","today":"YYYY-MM-DD"}'));
      continue;
    }
    const line = read.value;
    const wrong = wrongWith(pack, line.facts);
    if (wrong !== null) {
      write({ id: line.id, error: { code: 'judge:bad-fact', message: wrong } });
      continue;
    }
    const { outcome, unmet, unknown, todo, ask } = judge(pack, line.facts, line.today);
    write({ id: line.id, outcome, unmet, unknown, todo, ask });
  }
};
