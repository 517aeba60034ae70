import { type KeyObject, randomBytes } from 'node:crypto';
import type { ChainLink } from '../audit-chain.ts';
import type { Commit, CommitResult, Settlement as Outcome } from '../port.ts';
import { doorOf, recordName } from '../rules.ts';
import { openedReply, sealedBody, sealedReply } from '../seal.ts';
import { RecordTampered } from '../tampered.ts';
import { auditText } from './copy.ts';
import { laneKey, listingKey, recordRedisKey } from './keys.ts';
import type { Settlement } from './settling.ts';

const processNonce = randomBytes(12).toString('base64url');
let nonces = 0;

/** Tells one call of one process from all others. */
export const nonce = (): string => {
  nonces += 1;
  return `${processNonce}.${nonces}`;
};

/** A list as a script reads it: how many, then each. */
export const counted = (groups: readonly (readonly string[])[]): string[] => [
  String(groups.length),
  ...groups.flat(),
];

/** One turn as `read_turn` of commit.lua takes it. */
export const turnArguments = (call: {
  readonly key: KeyObject;
  readonly space: string;
  readonly commit: Commit;
  readonly token: string;
  readonly oldHead: string;
  readonly newHead: string;
  readonly links: readonly ChainLink[];
  readonly changes: readonly { readonly args: readonly string[] }[];
  /** Record, revision, seal (or '' where it is not known). */
  readonly expectations: readonly (readonly string[])[];
}): string[] => {
  const { key, space, commit } = call;
  return [
    commit.eventId,
    commit.bodyHash,
    sealedReply(key, space, commit.eventId, commit.bodyHash, commit.reply),
    String(commit.at),
    String(commit.leaseMs),
    call.token,
    call.oldHead,
    call.newHead,
    ...counted(call.links.map(link => [auditText(link)])),
    ...counted(call.expectations),
    ...counted(call.changes.map(change => change.args)),
    ...counted(
      commit.indexes.map(({ index, id, score }) => [index, id, score === null ? '' : String(score)]),
    ),
    ...counted(commit.cancel.map(id => [id])),
    ...counted(
      commit.outbox.map(({ id, lane, due, body }) => {
        const mine = commit.doors === undefined || commit.doors.includes(doorOf(lane));
        return [id, lane, String(due), sealedBody(key, space, { id, body }), mine ? '1' : '0'];
      }),
    ),
  ];
};

const kindOf = (result: Outcome): string => {
  if (result.kind === 'retry' && result.counted === false) return 'wait';
  return result.kind === 'done' && result.keep ? 'kept' : result.kind;
};

/** One settlement as the scripts take it, without its reference, and the keys it touches. */
export const settlementCall = (
  space: string,
  { lease, result }: Settlement,
): { readonly args: string[]; readonly keys: string[] } => {
  const due = result.kind === 'retry' ? String(result.due) : '';
  const error = result.kind === 'done' ? '' : result.error;
  const kind = kindOf(result);
  return {
    args: [lease.item.id, lease.fence, kind, due, error],
    keys: [laneKey(space, lease.item.lane)],
  };
};

/** A turn that was refused because its event was committed before, or another one under its id. */
export const refusal = (
  key: KeyObject,
  space: string,
  { eventId, bodyHash }: Commit,
  [kind, sealed = '']: readonly string[],
): CommitResult => {
  if (kind === 'duplicate') {
    const reply = openedReply(key, space, eventId, bodyHash, sealed);
    if (reply === null) throw new RecordTampered(`mark/${eventId}`);
    return { kind, reply };
  }
  if (kind === 'collision') return { kind };
  throw new Error(`commit.lua answered ${kind}`);
};

/** Every key a commit names, so that a cluster knows them. */
export const touchedKeys = (space: string, commit: Commit): string[] => [
  ...commit.expectations.map(({ key }) => recordRedisKey(space, recordName(key))),
  ...commit.changes.map(({ key }) => recordRedisKey(space, recordName(key))),
  ...commit.indexes.map(({ index }) => listingKey(space, index)),
  ...commit.outbox.map(({ lane }) => laneKey(space, lane)),
];
