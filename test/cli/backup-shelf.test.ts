import { describe, expect, it } from 'vitest';
import { archiveNameAt, outlived } from '../../src/commands/backup-shelf.ts';

const dayMs = 86_400_000;
const shelf = (days: readonly number[], now = Date.parse('2026-11-28T02:00:00Z')) =>
  days.map(ago => ({ name: archiveNameAt(now - ago * dayMs), at: now - ago * dayMs }));

describe('archives on the shelf', () => {
  it('bear the time they were made', () => {
    expect(archiveNameAt(Date.parse('2026-11-28T02:03:04.567Z'))).toBe('shenbao-20261128T020304Z.backup');
  });

  it('stay for seven days and four weeks: of two months of daily ones, ten', () => {
    const archives = shelf(Array.from({ length: 60 }, (_, ago) => ago));
    const gone = new Set(outlived(archives));
    const kept = archives.filter(({ name }) => !gone.has(name)).map(({ at }) => new Date(at).toISOString());
    // The newest of each week: the 28th (a Saturday) is this week's, then the three Sundays before it.
    expect(kept.map(text => text.slice(5, 10))).toEqual([
      '11-28',
      '11-27',
      '11-26',
      '11-25',
      '11-24',
      '11-23',
      '11-22',
      '11-15',
      '11-08',
    ]);
  });

  it('stay where no newer ones came: a house that stood still for a year loses none of its last', () => {
    expect(outlived(shelf([400, 401, 402]))).toEqual([]);
  });

  it('of one day only the newest stays', () => {
    const [newest, older] = shelf([0, 0.01]);
    expect(outlived([newest!, older!])).toEqual([older!.name]);
  });
});
