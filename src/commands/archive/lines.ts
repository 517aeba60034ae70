import { createHash, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { Application } from '../../model/application.ts';
import { publicText, signatureOf } from './signature.ts';

/** Version of the archive format, in its first line. */
export const archiveFormat = 1;

const Head = z.strictObject({ length: z.number().int(), head: z.string() });

export const ArchiveHeader = z.strictObject({
  is: z.literal('archive'),
  format: z.literal(archiveFormat),
  notice: z.string(),
  title: z.string(),
  issuer: z.string(),
  /** When it was made, milliseconds since 1970, and by which version of the program. */
  at: z.number().int(),
  version: z.string(),
  /** Where the audit chain stood. */
  chain: Head,
});
export type ArchiveHeader = z.infer<typeof ArchiveHeader>;

/** A case without its buttons, which open nothing any more. */
export const ArchivedCase = Application.omit({ grants: true, undoable: true });
export type ArchivedCase = z.infer<typeof ArchivedCase>;

/** The case as an archive has it. */
export const archivedCase = ({ grants: _grants, undoable: _undoable, ...rest }: Application): ArchivedCase =>
  rest;

export const ArchiveLine = z.discriminatedUnion('is', [
  ArchiveHeader,
  z.strictObject({ is: z.literal('case'), case: ArchivedCase }),
  /** `text` is what the mac covers. */
  z.strictObject({ is: z.literal('audit'), sequence: z.number().int(), text: z.string(), mac: z.string() }),
  z.strictObject({
    is: z.literal('signed'),
    lines: z.number().int(),
    sha256: z.string(),
    key: z.string(),
    signature: z.string(),
  }),
]);
export type ArchiveLine = z.infer<typeof ArchiveLine>;

/** The lines with their count, digest and signature behind them, each ended. */
export const signedLines = async function* (
  key: KeyObject,
  lines: AsyncIterable<string>,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const line of lines) {
    hash.update(line).update('\n');
    count += 1;
    yield `${line}\n`;
  }
  const sha256 = hash.digest('hex');
  const end: ArchiveLine = {
    is: 'signed',
    lines: count,
    sha256,
    key: publicText(key),
    signature: signatureOf(key, sha256),
  };
  yield `${JSON.stringify(end)}\n`;
};
