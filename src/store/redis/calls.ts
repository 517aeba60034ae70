import { randomBytes } from 'node:crypto';
import type { ChainLink } from '../audit-chain.ts';
import type { MarkRetention } from '../options.ts';
import type { Commit, CommitResult } from '../port.ts';
import { recordKeyOf, recordName } from '../rules.ts';
import { auditText } from './copy.ts';
import { corpseKey, itemKey, laneKey, listingKey, recordRedisKey } from './keys.ts';

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

/** The arguments of commit.lua, in its order. */
export const commitArguments = (call: {
  readonly commit: Commit;
  readonly token: string;
  readonly oldHead: string;
  readonly newHead: string;
  readonly links: readonly ChainLink[];
  readonly changes: readonly { readonly args: readonly string[] }[];
  readonly retention: MarkRetention;
}): string[] => {
  const { commit, retention } = call;
  return [
    commit.eventId,
    commit.bodyHash,
    commit.reply,
    String(commit.at),
    String(commit.leaseMs),
    call.token,
    call.oldHead,
    call.newHead,
    ...counted(call.links.map(link => [auditText(link)])),
    ...counted(commit.expectations.map(({ key, revision }) => [recordName(key), String(revision)])),
    ...counted(call.changes.map(change => change.args)),
    ...counted(
      commit.indexes.map(({ index, id, score }) => [index, id, score === null ? '' : String(score)]),
    ),
    ...counted(commit.cancel.map(id => [id])),
    ...counted(commit.outbox.map(({ id, lane, due, body }) => [id, lane, String(due), body])),
    String(retention.ageMs),
    String(retention.count),
  ];
};

/** What commit.lua said, except that the chain's head had moved. */
export const commitResult = (
  commit: Commit,
  token: string,
  genesis: string,
  [kind, first = '', ...places]: readonly string[],
): CommitResult => {
  switch (kind) {
    case 'committed':
      return {
        kind,
        chain: first === '' ? genesis : first,
        leases: places.map(place => ({
          item: commit.outbox[Number(place) - 1]!,
          fence: `${token}:${place}`,
          attempts: 0,
        })),
      };
    case 'duplicate':
      return { kind, reply: first };
    case 'collision':
      return { kind };
    case 'conflict':
      return { kind, key: recordKeyOf(first) };
    default:
      throw new Error(`commit.lua answered ${kind}`);
  }
};

/** Every key a commit names, so that a cluster knows them. */
export const touchedKeys = (space: string, commit: Commit): string[] => [
  ...commit.expectations.map(({ key }) => recordRedisKey(space, recordName(key))),
  ...commit.changes.map(({ key }) => recordRedisKey(space, recordName(key))),
  ...commit.indexes.map(({ index }) => listingKey(space, index)),
  ...commit.cancel.map(id => itemKey(space, id)),
  ...commit.outbox.flatMap(({ id, lane }) => [
    itemKey(space, id),
    corpseKey(space, id),
    laneKey(space, lane),
  ]),
];
