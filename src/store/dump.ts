import { createHash, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Store } from './port.ts';
import { sealedBody, sealedReply } from './seal.ts';

/**
 * Version of the dump format, in the first line of every dump. In the first one items and marks bore no seals; in the second
 * nothing was encrypted.
 */
export const dumpFormat = 3;
const knownFormat = z.union([z.literal(1), z.literal(2), z.literal(dumpFormat)]);

const whole = z.number().int();
const item = { id: z.string(), lane: z.string(), due: whole, body: z.string(), attempts: whole };

/**
 * One line of a dump. Everything that proves something travels as it lies in the store, seals and macs included, so
 * that a change made before or during a migration is found after it too. Leases do not travel.
 */
const DumpLine = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('space'),
    format: knownFormat,
    space: z.string(),
    head: z.string(),
    length: whole,
    register: z.string(),
  }),
  z.strictObject({
    is: z.literal('record'),
    kind: z.string(),
    id: z.string(),
    revision: whole,
    sum: z.string(),
    seal: z.string(),
    /** Name, value, seal; by name. */
    parts: z.array(z.tuple([z.string(), z.string(), z.string()])),
  }),
  z.strictObject({ is: z.literal('listing'), name: z.string(), id: z.string(), score: z.number() }),
  z.strictObject({ is: z.literal('open'), ...item }),
  z.strictObject({ is: z.literal('dead'), ...item, error: z.string() }),
  z.strictObject({ is: z.literal('audit'), sequence: whole, text: z.string(), mac: z.string() }),
  z.strictObject({
    is: z.literal('mark'),
    event: z.string(),
    hash: z.string(),
    at: whole,
    kept: whole,
    reply: z.string(),
  }),
]);
export type DumpLine = z.infer<typeof DumpLine>;

const EndLine = z.strictObject({ is: z.literal('end'), lines: whole, sha256: z.string() });

/** Sort by UTF-8 bytes, the order both stores can give. */
export const byBytes = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

/** Write out the lines of one space and close them with their count and digest. */
export const sealedDump = function* (lines: Iterable<DumpLine>): Generator<string> {
  const hash = createHash('sha256');
  let count = 0;
  for (const line of lines) {
    // Parsing also puts the fields into the schema's order, whichever store gave them.
    const text = JSON.stringify(DumpLine.parse(line));
    hash.update(text).update('\n');
    count += 1;
    yield text;
  }
  yield JSON.stringify({ is: 'end', lines: count, sha256: hash.digest('hex') });
};

/** Read a dump of `space` back; throws on one that is torn, changed, or of another space or format. */
export const readDump = async (space: string, lines: AsyncIterable<string>): Promise<DumpLine[]> => {
  const hash = createHash('sha256');
  const found: DumpLine[] = [];
  for await (const text of lines) {
    if (text === '') continue;
    const value: unknown = JSON.parse(text);
    const end = EndLine.safeParse(value);
    if (end.success) {
      if (end.data.lines !== found.length || end.data.sha256 !== hash.digest('hex')) {
        throw new Error(`the dump of ${space} was changed: its digest does not fit`);
      }
      const first = found[0];
      if (first?.is !== 'space' || first.space !== space) {
        throw new Error(`not a dump of ${space}; seals bind records to their space`);
      }
      return found;
    }
    found.push(DumpLine.parse(value));
    hash.update(text).update('\n');
  }
  throw new Error(`the dump of ${space} is torn: its last line is missing`);
};

/** What two copies of a space have in common when they are equal: SHA-256 over all that a dump carries. */
export const digest = async (store: Store, space: string): Promise<{ lines: number; sha256: string }> => {
  let last = '';
  for await (const line of store.dump(space)) last = line;
  const { lines, sha256 } = EndLine.parse(JSON.parse(last));
  return { lines, sha256 };
};

/** The lines of a dump of any format as this version writes them. */
export const upgradedLines = (key: KeyObject, space: string, lines: readonly DumpLine[]): DumpLine[] => {
  const first = lines[0];
  if (first?.is !== 'space' || first.format === dumpFormat) return [...lines];
  const unsealed = first.format === 1;
  return lines.map(line => {
    if (line.is === 'space') return { ...line, format: dumpFormat };
    if (!unsealed) return line;
    if (line.is === 'open' || line.is === 'dead') return { ...line, body: sealedBody(key, space, line) };
    if (line.is === 'mark')
      return { ...line, reply: sealedReply(key, space, line.event, line.hash, line.reply) };
    return line;
  });
};
