import { createHmac, type KeyObject } from 'node:crypto';
import type { Event } from '../model/event.ts';
import type { Issue } from '../model/issue.ts';
import { RefusedAct } from '../model/refused-act.ts';
import type { Commit } from '../store/port.ts';

/** The list of acts that were refused: what and when, and who by a name that only this deployment can make again. */
export const refusedList = 'note:refused';

/** The same person gives the same letters; without the deployment's secret they lead to nobody. */
const whoActed = (secret: KeyObject, actor: string): string =>
  createHmac('sha256', secret).update(`refused ${actor}`).digest('hex').slice(0, 16);

export const isRefused = ({ code }: Issue): boolean => RefusedAct.safeParse(code).success;

/** The commit with what was refused in its turn written down. */
export const withRefusals = (
  commit: Commit,
  event: Event,
  issues: readonly Issue[],
  secret: KeyObject,
): Commit => {
  const refused = issues.filter(isRefused);
  if (refused.length === 0) return commit;
  const id = createHmac('sha256', secret).update(`refusal ${event.id}`).digest('hex').slice(0, 24);
  const body = JSON.stringify({
    at: event.at,
    codes: refused.map(({ code }) => code),
    channel: event.address.channel,
    who: whoActed(secret, event.actor.id),
  });
  return {
    ...commit,
    changes: [...commit.changes, { key: { kind: refusedList, id }, expect: 0, set: { body }, remove: [] }],
    indexes: [...commit.indexes, { index: refusedList, id, score: event.at }],
  };
};
