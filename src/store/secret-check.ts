import type { KeyObject } from 'node:crypto';
import type { Issue } from '../model/issue.ts';
import type { RecordKey } from './port.ts';
import { openedReply, recordSeal } from './seal.ts';

/** Records, and dedupe marks, looked at of a space, and spaces. */
export const sampleSize = 3;
const spacesLookedAt = 8;

/** Something that bears a seal, as it lies in a store. */
export type Sealed =
  | { readonly is: 'mark'; readonly event: string; readonly hash: string; readonly reply: string }
  | {
      readonly is: 'record';
      readonly key: RecordKey;
      readonly revision: number;
      readonly sum: string;
      readonly seal: string;
    };

const sealedHere = (key: KeyObject, space: string, one: Sealed): boolean =>
  one.is === 'mark'
    ? openedReply(key, space, one.event, one.hash, one.reply) !== null
    : recordSeal(key, space, one.key, one.revision, one.sum) === one.seal;

const otherSecret: Issue = {
  code: 'store:other-secret',
  message: '数据不是用这里的密钥写下的（密钥是 SHENBAO_SECRET，未设置时是数据文件夹中的 secret.key）',
  hint: '请使用写入时的密钥；共用一个 Redis 的各个程序必须用同一个 SHENBAO_SECRET',
};

/**
 * Whether what lies in the store was written under another secret: nothing of a sample bears a seal of this one. A process
 * that went on all the same would find every record of the others tampered with, and add some that they cannot read.
 * What somebody changed in a store of ours is for `verify` to name.
 */
export const secretTrouble = async (
  key: KeyObject,
  spaces: readonly string[],
  sampleOf: (space: string) => Promise<readonly Sealed[]>,
): Promise<Issue[]> => {
  let found = 0;
  for (const space of spaces.slice(0, spacesLookedAt)) {
    const sample = await sampleOf(space);
    if (sample.some(one => sealedHere(key, space, one))) return [];
    found += sample.length;
  }
  return found > 0 ? [otherSecret] : [];
};
