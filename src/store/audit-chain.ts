import type { KeyObject } from 'node:crypto';
import { AuditEntry } from '../model/audit.ts';
import type { StoredAudit } from './port.ts';
import { hmac } from './seal.ts';

/*
 * The audit trail of a space is a chain: mac = HMAC-SHA256(key, previous mac || entry). Whoever lacks the key cannot
 * change, drop or insert an entry without breaking it; a lost tail shows against a head kept elsewhere.
 */

/** Where a chain was known to stand: the receipt, the daily post to the section, an export. */
export interface ChainMark {
  readonly length: number;
  readonly head: string;
}

/** An entry as it lies in a store: `text` is what the mac covers, byte for byte. */
export interface ChainLink {
  readonly sequence: number;
  readonly text: string;
  readonly mac: string;
}

/** Head of a chain without entries. */
export const genesis = (key: KeyObject, space: string): string => hmac(key, `genesis:${space}`);

const order = Object.keys(AuditEntry.shape) as (keyof AuditEntry)[];

/** The one spelling of an entry: fields in the order of the schema, absent ones left out. */
export const canonicalEntry = (entry: AuditEntry): string =>
  JSON.stringify(Object.fromEntries(order.map(field => [field, entry[field]])));

/** The links that follow `mark`. */
export const extendChain = (key: KeyObject, mark: ChainMark, entries: readonly AuditEntry[]): ChainLink[] => {
  let previous = mark.head;
  return entries.map((entry, index) => {
    const text = canonicalEntry(entry);
    previous = hmac(key, previous + text);
    return { sequence: mark.length + index + 1, text, mac: previous };
  });
};

export const storedAudit = (link: ChainLink): StoredAudit => ({
  sequence: link.sequence,
  entry: AuditEntry.parse(JSON.parse(link.text)),
  mac: link.mac,
});

const span = (from: number, to: number): string =>
  from === to ? `第${from}条办理记录` : `第${from}至${to}条办理记录`;

/**
 * Recompute a chain and say in words what is wrong: edited entries, gaps, entries out of place, a tail that the store's
 * own mark or one `remembered` elsewhere still knows.
 */
export const chainFindings = (
  key: KeyObject,
  space: string,
  links: readonly ChainLink[],
  kept: ChainMark,
  remembered?: ChainMark,
): string[] => {
  const findings: string[] = [];
  let previous = genesis(key, space);
  let expected = 1;
  for (const link of links) {
    if (link.sequence !== expected) {
      findings.push(
        link.sequence === expected + 1
          ? `缺${span(expected, expected)}`
          : `缺${span(expected, link.sequence - 1)}，或顺序被打乱`,
      );
    } else if (hmac(key, previous + link.text) !== link.mac) {
      findings.push(`第${link.sequence}条办理记录或其前面的记录被改动`);
    }
    previous = link.mac;
    expected = link.sequence + 1;
  }
  const length = expected - 1;
  if (kept.length !== length || kept.head !== previous) {
    findings.push(
      kept.length > length
        ? `末尾缺${span(length + 1, kept.length)}`
        : `保存的校验值与第${length}条办理记录不符`,
    );
  }
  return remembered === undefined ? findings : [...findings, ...tailFindings(key, space, links, remembered)];
};

const tailFindings = (
  key: KeyObject,
  space: string,
  links: readonly ChainLink[],
  remembered: ChainMark,
): string[] => {
  const length = links.at(-1)?.sequence ?? 0;
  if (remembered.length > length) {
    return [`按外部留存的校验值，末尾缺${span(length + 1, remembered.length)}`];
  }
  const there =
    remembered.length === 0
      ? genesis(key, space)
      : links.find(link => link.sequence === remembered.length)?.mac;
  return there === remembered.head ? [] : [`第${remembered.length}条办理记录与外部留存的校验值不符`];
};
