import { describe, expect, it } from 'vitest';
import { type Filter, filtered } from '../../adapters/web/page/desk-filter.ts';
import type { CaseRow } from '../../src/model/desk.ts';

const row = (number: string, more: Partial<CaseRow> = {}): CaseRow => ({
  number,
  unit: '甲公司',
  subject: '',
  domain: '食品加工',
  section: '一科',
  stage: 'first',
  status: 'in-review',
  standing: '审核中',
  round: 1,
  submitted: '2022-09-01 09:00',
  waiting: 1,
  limit: 3,
  late: false,
  mine: true,
  changed: [],
  missing: [],
  ...more,
});

const rows = [
  row('A-001-A', { waiting: 2 }),
  row('A-002-A', { unit: '乙医院', waiting: 5, late: true, stage: 'second', mine: false }),
  row('A-003-A', { status: 'approved', waiting: null, mine: false, submitted: '2022-09-05 10:00' }),
  row('A-004-A', { changed: ['联系人'], missing: ['推荐意见'], submitted: '2022-09-03 09:00' }),
];
const all: Filter = { scope: 'all', stage: null, search: '', sort: 'waiting', only: null };
const numbers = (change: Partial<Filter>) =>
  filtered(rows, { ...all, ...change })
    .map(({ number }) => number.slice(4, 5))
    .join('');

describe('the inbox', () => {
  it.each<[string, Partial<Filter>, string]>([
    ['longest waiting first, closed ones last', {}, '2143'],
    ['latest first', { sort: 'submitted' }, '3412'],
    ['by name', { sort: 'unit' }, '1342'],
    ['mine', { scope: 'mine' }, '14'],
    ['open', { scope: 'open' }, '214'],
    ['one stage, open cases only', { stage: 'first' }, '14'],
    ['overdue', { only: 'overdue' }, '2'],
    ['changed in the new round', { only: 'changed' }, '4'],
    ['papers missing', { only: 'missing' }, '4'],
    ['every word must be found, in any width', { search: '乙 ａ-002' }, '2'],
    ['nothing', { search: '丙' }, ''],
  ])('%s', (_what, change, expected) => {
    expect(numbers(change)).toBe(expected);
  });
});
