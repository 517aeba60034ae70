import { digest } from './dump.ts';
import type { Store } from './port.ts';

/** What was copied; `sha256` is over everything a dump carries and is the same on both sides. */
export interface TransferredSpace {
  readonly space: string;
  readonly lines: number;
  readonly sha256: string;
}

/** Why a space was not copied: its own seals do not fit, or the two sides differ afterwards. */
export class TransferFailed extends Error {
  override readonly name = 'TransferFailed';
  readonly reason: 'source-damaged' | 'sides-differ';

  constructor(reason: TransferFailed['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

const copySpace = async (from: Store, to: Store, space: string): Promise<TransferredSpace> => {
  const report = await from.verify(space);
  if (!report.ok) throw new TransferFailed('source-damaged', `${space}: ${report.findings.join('; ')}`);
  await to.restore(space, from.dump(space));
  const [source, copy] = [await digest(from, space), await digest(to, space)];
  if (source.sha256 !== copy.sha256 || source.lines !== copy.lines) {
    throw new TransferFailed('sides-differ', `${space}: source ${source.sha256}, copy ${copy.sha256}`);
  }
  return { space, ...copy };
};

/**
 * Copy every space of one store into another, in either direction between SQLite and Redis, and compare count and
 * digest. Stop the service first: a source that changes meanwhile is noticed, and nothing is done in halves without
 * saying so. Both stores need the same audit key. Spaces that the target already has are not touched: it throws.
 */
export const transfer = async (from: Store, to: Store): Promise<TransferredSpace[]> => {
  const done: TransferredSpace[] = [];
  for (const space of await from.spaces()) done.push(await copySpace(from, to, space));
  return done;
};
