import { z } from 'zod';
import type { Store, StoredRecord } from './port.ts';

const RecordLine = z.looseObject({
  is: z.literal('record'),
  kind: z.string(),
  id: z.string(),
  revision: z.number(),
  parts: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())),
});

/** Every record of a space, one after the other. Reads the whole space: for upkeep, never in a turn. */
export const recordsOf = async function* (
  store: Pick<Store, 'dump' | 'records'>,
  space: string,
): AsyncGenerator<StoredRecord> {
  if (store.records) {
    yield* store.records(space);
    return;
  }
  for await (const line of store.dump(space)) {
    if (!line.startsWith('{"is":"record"')) continue;
    const { kind, id, revision, parts } = RecordLine.parse(JSON.parse(line));
    yield {
      key: { kind, id },
      revision,
      parts: Object.fromEntries(parts.map(([name, value]) => [name, value])),
    };
  }
};
