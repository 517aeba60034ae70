import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { type Open, understand } from '../engine/understand/understand.ts';
import type { Pack } from '../model/pack/pack.ts';
import { windowAt } from '../model/window.ts';
import { badLine, jsonLine, readLinesOf } from './json-lines.ts';

const Line = z.object({
  id: z.union([z.string(), z.number()]),
  text: z.string(),
  asks: z.string().nullish(),
});

/** `fact:ID` or `field:ID` of this pack; null for nothing; undefined when the pack has no such thing. */
const openOf = (pack: Pack, asks: string | null | undefined): Open | null | undefined => {
  if (asks === null || asks === undefined || asks === '') return null;
  const [, kind, id] = /^(fact|field):(.+)$/.exec(asks) ?? [];
  if (kind === 'fact' && pack.eligibility.facts.some(fact => fact.id === id)) return { kind, id: id! };
  const known = pack.form.sections.some(section =>
    section.fields.some(field =>
      section.repeat
        ? new RegExp(`^${section.id}\\.\\d{1,3}\\.${field.id}$`).test(id ?? '')
        : field.id === id,
    ),
  );
  return kind === 'field' && known ? { kind, id: id! } : undefined;
};

/**
 * `read --json`: what each message would be read as, before anything is done with it. `today`: `YYYY-MM-DD`; taken into the
 * application window, since what is told is told for an application.
 */
export const readLines = async (
  pack: Pack,
  input: Readable,
  output: Writable,
  today: string,
): Promise<void> => {
  const write = (value: unknown): void => {
    output.write(jsonLine(value));
  };
  const { opens, closes } = windowAt(pack.manifest, { date: today });
  const day = today < opens ? opens : today > closes ? closes : today;
  for await (const read of readLinesOf(input, Line)) {
    if (!read.ok) {
      write(badLine('read', read.why, '每行应为 {"id","text","asks":"fact:ID"|"field:ID"|null}'));
      continue;
    }
    const line = read.value;
    const open = openOf(pack, line.asks);
    if (open === undefined) {
      write({ id: line.id, error: { code: 'read:unknown-prompt', message: `没有 ${line.asks} 这一项` } });
      continue;
    }
    const { acts, facts, fields, action } = understand(pack, line.text, open, day);
    write({
      id: line.id,
      acts,
      facts: Object.fromEntries(facts.map(({ fact, value }) => [fact, value])),
      fields: Object.fromEntries(fields.map(({ place, value }) => [place, value])),
      action,
    });
  }
};
