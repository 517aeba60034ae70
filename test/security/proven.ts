import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { check } from 'recheck';
import type { Pattern } from './patterns.ts';

/** Patterns that were looked at before, by their digest: whoever changes one changes its digest. */
interface Proven {
  /** The version of recheck that looked; another one has to look again. */
  readonly recheck: string;
  readonly digests: readonly string[];
}

const list = new URL('./proven-patterns.json', import.meta.url);
const installed = (
  JSON.parse(readFileSync(new URL('../../node_modules/recheck/package.json', import.meta.url), 'utf8')) as {
    version: string;
  }
).version;

const digest = ({ source, flags }: Pattern): string =>
  createHash('sha256').update(`/${source}/${flags}`).digest('base64url').slice(0, 16);

const proven = (): ReadonlySet<string> => {
  const { recheck, digests } = JSON.parse(readFileSync(list, 'utf8')) as Proven;
  return new Set(recheck === installed ? digests : []);
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
  known: ReadonlySet<string> = proven(),
): Promise<Complaint[]> => {
  const seen = new Set(known);
  const found: Complaint[] = [];
  for (const pattern of patterns) {
    if (seen.has(digest(pattern))) continue;
    seen.add(digest(pattern));
    const complaint = await complaintAbout(pattern);
    if (complaint) found.push(complaint);
  }
  return found;
};

/** The file's new content after all patterns were looked at anew; those with a complaint are left out. */
export const provenAnew = async (patterns: readonly Pattern[]): Promise<{ path: URL; content: string }> => {
  const wrong = new Set((await complaints(patterns, new Set())).map(({ pattern }) => digest(pattern)));
  const digests = [...new Set(patterns.map(digest))].filter(each => !wrong.has(each)).sort();
  return { path: list, content: `${JSON.stringify({ recheck: installed, digests }, null, 2)}\n` };
};
