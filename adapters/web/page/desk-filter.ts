import type { CaseRow } from '../../../src/model/desk.ts';

/** Which part of the inbox: what waits for this person, what is open, or everything. */
export type Scope = 'mine' | 'open' | 'all';
export type SortBy = 'waiting' | 'submitted' | 'unit';

export interface Filter {
  readonly scope: Scope;
  /** Id of a stage, or null for all. */
  readonly stage: string | null;
  readonly search: string;
  readonly sort: SortBy;
  /** Only those that wait longer than their stage should, that changed since the last round, or that lack papers. */
  readonly only: 'overdue' | 'changed' | 'missing' | null;
}

const inScope = (row: CaseRow, scope: Scope): boolean => {
  switch (scope) {
    case 'mine':
      return row.mine;
    case 'open':
      return row.status === 'in-review';
    case 'all':
      return true;
    default:
      return scope satisfies never;
  }
};

const passes = (row: CaseRow, only: Filter['only']): boolean => {
  switch (only) {
    case 'overdue':
      return row.late;
    case 'changed':
      return row.changed.length > 0;
    case 'missing':
      return row.missing.length > 0;
    case null:
      return true;
    default:
      return only satisfies never;
  }
};

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

const found = (row: CaseRow, wanted: readonly string[]): boolean => {
  if (wanted.length === 0) return true;
  const text = fold(`${row.number} ${row.unit} ${row.subject} ${row.domain} ${row.section} ${row.standing}`);
  return wanted.every(word => text.includes(word));
};

const collator = new Intl.Collator('zh-CN');

const order: Readonly<Record<SortBy, (a: CaseRow, b: CaseRow) => number>> = {
  waiting: (a, b) => (b.waiting ?? -1) - (a.waiting ?? -1) || a.submitted.localeCompare(b.submitted),
  submitted: (a, b) => b.submitted.localeCompare(a.submitted),
  unit: (a, b) => collator.compare(a.unit, b.unit),
};

/** Rows of the inbox that fit, in order. */
export const filtered = (rows: readonly CaseRow[], filter: Filter): CaseRow[] => {
  const wanted = fold(filter.search).split(/\s+/).filter(Boolean);
  return rows
    .filter(
      row =>
        inScope(row, filter.scope) &&
        (filter.stage === null || (row.stage === filter.stage && row.status === 'in-review')) &&
        passes(row, filter.only) &&
        found(row, wanted),
    )
    .sort(order[filter.sort]);
};
