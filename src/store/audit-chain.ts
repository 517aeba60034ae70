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
          ? `audit entry ${expected} is missing`
          : `audit entries ${expected} to ${link.sequence - 1} are missing or out of place`,
      );
    } else if (hmac(key, previous + link.text) !== link.mac) {
      findings.push(`audit entry ${link.sequence} was changed, or an entry before it`);
    }
    previous = link.mac;
    expected = link.sequence + 1;
  }
  const length = expected - 1;
  if (kept.length !== length || kept.head !== previous) {
    findings.push(
      kept.length > length
        ? `audit entries ${length + 1} to ${kept.length} are missing at the end`
        : `the store's chain head does not belong to audit entry ${length}`,
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
    return [
      `audit entries ${length + 1} to ${remembered.length}, known from outside, are missing at the end`,
    ];
  }
  const there =
    remembered.length === 0
      ? genesis(key, space)
      : links.find(link => link.sequence === remembered.length)?.mac;
  return there === remembered.head
    ? []
    : [`audit entry ${remembered.length} is not the one remembered outside the store`];
};
