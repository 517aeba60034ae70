import type { KeyObject } from 'node:crypto';
import { AuditEntry } from '../model/audit.ts';
import { openedLine } from './at-rest/what-is-private.ts';
import type { ChainLink, ChainMark } from './audit-chain.ts';
import { chainFindings, genesis } from './audit-chain.ts';
import { crossFindings } from './cross-check.ts';
import type { DumpLine } from './dump.ts';
import type { ChainReport } from './port.ts';
import {
  emptyRegister,
  movedSum,
  noSeals,
  openedBody,
  openedReply,
  partSeal,
  recordSeal,
  toggled,
} from './seal.ts';

type SealedRecord = Extract<DumpLine, { is: 'record' }>;

const recordFindings = (key: KeyObject, space: string, record: SealedRecord): string[] => {
  const of = { kind: record.kind, id: record.id };
  const name = `${record.kind}/${record.id}`;
  const findings = record.parts
    .filter(([part, value, seal]) => partSeal(key, space, of, part, value) !== seal)
    .map(([part]) => `${name}：内容 ${part} 被改动`);
  const seals = record.parts.map(([, , seal]) => seal);
  if (!seals.every(seal => /^[0-9a-f]{64}$/.test(seal)) || movedSum(noSeals, [], seals) !== record.sum) {
    findings.push(`${name}：有内容被改动、删除或退回旧值`);
  }
  if (recordSeal(key, space, of, record.revision, record.sum) !== record.seal) {
    findings.push(`${name}：版本号 ${record.revision} 被改动`);
  }
  return findings;
};

/** What can be read of the trail; an entry that cannot is a finding already, because its mac does not fit. */
const entriesOf = (links: readonly ChainLink[]): AuditEntry[] =>
  links.flatMap(({ text }) => {
    try {
      return AuditEntry.safeParse(JSON.parse(text)).data ?? [];
    } catch {
      return [];
    }
  });

/** Recompute every seal and mac of a space from its dump lines, and compare what is told twice. */
export const verifyLines = (
  key: KeyObject,
  space: string,
  lines: Iterable<DumpLine>,
  remembered?: ChainMark,
): ChainReport => {
  const findings: string[] = [];
  const links: ChainLink[] = [];
  const seen: DumpLine[] = [];
  let kept: ChainMark = { length: 0, head: genesis(key, space) };
  let claimed = emptyRegister;
  let register = emptyRegister;
  for (const line of lines) {
    seen.push(openedLine(key, space, line));
    if (line.is === 'space') {
      kept = { length: line.length, head: line.head };
      claimed = line.register;
    } else if (line.is === 'record') {
      findings.push(...recordFindings(key, space, line));
      if (/^[0-9a-f]{64}$/.test(line.seal)) register = toggled(register, line.seal);
    } else if (line.is === 'open' || line.is === 'dead') {
      if (openedBody(key, space, line) === null)
        findings.push(`待发事项 ${line.id}：不是本系统写入的，或被改动`);
    } else if (line.is === 'mark') {
      if (openedReply(key, space, line.event, line.hash, line.reply) === null)
        findings.push(`去重标记 ${line.event}：不是本系统写入的，或被改动`);
    } else if (line.is === 'audit') {
      links.push(line);
    }
  }
  if (register !== claimed) findings.push('有数据缺失、增加或退回旧值');
  findings.push(...chainFindings(key, space, links, kept, remembered));
  findings.push(...crossFindings(seen, entriesOf(links)));
  return { ok: findings.length === 0, length: links.length, head: kept.head, findings };
};
