import { z } from 'zod';
import { applicationLists } from '../model/application-lists.ts';
import type { AuditEntry } from '../model/audit.ts';
import { ApplicationStatus, KeptVerb } from '../model/review-verbs.ts';
import type { DumpLine } from './dump.ts';

/*
 * Every record that matters is told twice: in the record, and in the audit trail or a list. Whoever can write the store,
 * but has no key, may set a record back to an older copy with its seals; the two then no longer tell the same.
 */

type RecordLine = Extract<DumpLine, { is: 'record' }>;

/** What the check reads of an application, whatever the schema of the rest. */
const Case = z.object({
  section: z.string(),
  status: ApplicationStatus,
  stage: z.string(),
  snapshots: z.array(z.object({ at: z.number() })).min(1),
  decisions: z.array(z.object({ verb: KeptVerb })),
});
type Case = z.infer<typeof Case> & { readonly number: string };

const Seats = z.array(z.object({ actor: z.string(), status: z.string() }));

const valuesOf = ({ parts }: RecordLine): unknown => {
  try {
    return Object.fromEntries(parts.map(([name, value]) => [name, JSON.parse(value)]));
  } catch {
    return null;
  }
};

/** `application.pass` -> `pass`; null for what leaves no mark in the case's history: looking at it, a reminder. */
const keptVerb = (action: string): KeptVerb | null => {
  const verb = KeptVerb.safeParse(/^application\.(.+)$/.exec(action)?.[1]).data ?? null;
  return verb === 'remind' ? null : verb;
};

const actsBySubject = (entries: readonly AuditEntry[]): Map<string, { verb: KeptVerb; to: string }[]> => {
  const acts = new Map<string, { verb: KeptVerb; to: string }[]>();
  for (const { action, subject, to = '' } of entries) {
    const verb = keptVerb(action);
    if (verb === null) continue;
    const list = acts.get(subject) ?? [];
    list.push({ verb, to });
    acts.set(subject, list);
  }
  return acts;
};

const caseFindings = (found: ReadonlyMap<string, Case>, entries: readonly AuditEntry[]): string[] => {
  const findings: string[] = [];
  const audited = actsBySubject(entries);
  for (const [number, acts] of audited) {
    const one = found.get(number);
    if (!one) {
      findings.push(`application/${number}：办理记录中有，数据中缺失`);
      continue;
    }
    // The first act is the submission itself.
    const told = acts.slice(1).map(({ verb }) => verb);
    const kept = one.decisions.flatMap(({ verb }) => (verb === 'remind' ? [] : [verb]));
    if (acts[0]!.verb !== 'submit' || told.join() !== kept.join())
      findings.push(
        `application/${number}：办理情况与办理记录不符（有${kept.length}项，应有${told.length}项）`,
      );
    const last = acts.findLast(({ to }) => to.includes('/'));
    if (last === acts.at(-1) && last && last.to !== `${one.status}/${one.stage}`)
      findings.push(`application/${number}：办理状态与办理记录不符`);
  }
  for (const number of found.keys())
    if (!audited.has(number)) findings.push(`application/${number}：数据中有，办理记录中没有`);
  return findings;
};

const listFindings = (
  found: ReadonlyMap<string, Case>,
  names: ReadonlySet<string>,
  listed: ReadonlyMap<string, ReadonlyMap<string, number>>,
): string[] => {
  const findings: string[] = [];
  const right = new Map<string, Map<string, number>>();
  for (const one of found.values())
    for (const { index, id, score } of applicationLists(one)) {
      if (score === null) continue;
      const list = right.get(index) ?? new Map<string, number>();
      right.set(index, list.set(id, score));
    }
  for (const name of names) {
    const [kind = '', id = ''] = [name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/') + 1)];
    if (kind.startsWith('note:') && !listed.get(kind)?.has(id)) findings.push(`${name}：不在清单 ${kind} 中`);
  }
  const ofCases = (name: string): boolean => /^(?:applications|open|section:.*|open:.*)$/.test(name);
  for (const [name, list] of right)
    for (const [id, score] of list)
      if (listed.get(name)?.get(id) !== score) findings.push(`清单 ${name}：${id} 缺失或次序被改动`);
  for (const [name, list] of listed)
    for (const id of list.keys()) {
      const known = ofCases(name)
        ? right.get(name)?.has(id)
        : !name.startsWith('note:') || names.has(`${name}/${id}`);
      if (!known && (found.size > 0 || !ofCases(name))) findings.push(`清单 ${name}：多出 ${id}`);
    }
  return findings;
};

const rosterFindings = (roster: unknown, entries: readonly AuditEntry[]): string[] => {
  const named = new Set(entries.flatMap(({ action, subject }) => (action === 'staff.bind' ? [subject] : [])));
  if (named.size === 0 && roster === undefined) return [];
  if (roster === undefined) return ['办理人员名册：办理记录中有，数据中缺失'];
  const seats = Seats.safeParse((roster as { staff?: unknown } | null)?.staff);
  if (!seats.success) return [];
  return seats.data.flatMap(({ actor }) =>
    named.has(actor) ? [] : [`办理人员名册：${actor} 没有绑定的办理记录`],
  );
};

/** Where records, lists and the audit trail of a space contradict each other, in words. */
export const crossFindings = (lines: readonly DumpLine[], entries: readonly AuditEntry[]): string[] => {
  const found = new Map<string, Case>();
  const names = new Set<string>();
  const listed = new Map<string, Map<string, number>>();
  let roster: unknown;
  let unreadable = 0;
  for (const line of lines) {
    if (line.is === 'listing') {
      const list = listed.get(line.name) ?? new Map<string, number>();
      listed.set(line.name, list.set(line.id, line.score));
    }
    if (line.is !== 'record') continue;
    names.add(`${line.kind}/${line.id}`);
    if (line.kind === 'roster') roster = valuesOf(line);
    if (line.kind !== 'application') continue;
    const one = Case.safeParse(valuesOf(line));
    if (one.success) found.set(line.id, { ...one.data, number: line.id });
    else unreadable += 1;
  }
  // A space without cases of this shape (of another program, of a test) has nothing to be compared.
  if (unreadable > 0) return [];
  return [
    ...caseFindings(found, entries),
    ...listFindings(found, names, listed),
    ...rosterFindings(roster, entries),
  ];
};
