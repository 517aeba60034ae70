import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { check } from 'recheck';
import type { Pattern } from './patterns.ts';

/** Patterns that were looked at before, by their digest: whoever changes one changes its digest. */
interface Proven {
  /** The version of recheck that looked; another one has to look again. */
  readonly recheck: string;
  readonly digests: readonly string[];
  /** Those that are not linear by themselves, and what was said of them: whether that is excused is for the test to say. */
  readonly polynomial: Readonly<Record<string, string>>;
}

const list = new URL('./proven-patterns.json', import.meta.url);
const installed = (
  JSON.parse(readFileSync(new URL('../../node_modules/recheck/package.json', import.meta.url), 'utf8')) as {
    version: string;
  }
).version;

const digest = ({ source, flags }: Pattern): string =>
  createHash('sha256').update(`/${source}/${flags}`).digest('base64url').slice(0, 16);

/** What was said of each digest; null: nothing. */
type Verdicts = ReadonlyMap<string, string | null>;

const proven = (): Verdicts => {
  const { recheck, digests, polynomial } = JSON.parse(readFileSync(list, 'utf8')) as Proven;
  if (recheck !== installed) return new Map();
  return new Map([...digests.map(each => [each, null] as const), ...Object.entries(polynomial)]);
};

export interface Complaint {
  readonly pattern: Pattern;
  readonly kind: 'polynomial' | 'exponential';
  readonly summary: string;
}

const complaintAbout = async (pattern: Pattern): Promise<Complaint | null> => {
  const found = await check(pattern.source, pattern.flags.replace(/[dv]/g, ''), { timeout: 10_000 });
  // What cannot be decided in the time there is has no witness either.
  if (found.status !== 'vulnerable') return null;
  const { type, summary } = found.complexity;
  return { pattern, kind: type === 'exponential' ? 'exponential' : 'polynomial', summary };
};

/** What recheck has against patterns; those of the list are not looked at again. */
export const complaints = async (
  patterns: readonly Pattern[],
  known: Verdicts = proven(),
): Promise<Complaint[]> => {
  const seen = new Set<string>();
  const found: Complaint[] = [];
  for (const pattern of patterns) {
    const id = digest(pattern);
    if (seen.has(id)) continue;
    seen.add(id);
    const said = known.get(id);
    if (said === null) continue;
    const complaint =
      said === undefined
        ? await complaintAbout(pattern)
        : ({ pattern, kind: 'polynomial', summary: said } as const);
    if (complaint) found.push(complaint);
  }
  return found;
};

/** The list for these patterns: what it does not know yet is looked at, `anew` all of them. Exponential ones are never in it. */
export const listOf = async (
  patterns: readonly Pattern[],
  anew: boolean,
): Promise<{ path: URL; content: string }> => {
  const wrong = await complaints(patterns, anew ? new Map() : proven());
  const complained = new Set(wrong.map(({ pattern }) => digest(pattern)));
  const polynomial = Object.fromEntries(
    wrong
      .filter(({ kind }) => kind === 'polynomial')
      .map(({ pattern, summary }) => [digest(pattern), summary] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const digests = [...new Set(patterns.map(digest))].filter(each => !complained.has(each)).sort();
  return { path: list, content: `${JSON.stringify({ recheck: installed, digests, polynomial }, null, 2)}\n` };
};
