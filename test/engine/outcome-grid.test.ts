import { describe, expect, it } from 'vitest';
import { judge } from '../../src/engine/judge.ts';
import { eligibilityView } from '../../src/engine/outcome-grid.ts';
import { noticeAt, wanzhouFolder, yunxiFolder } from '../support/packs.ts';

describe.each([wanzhouFolder, yunxiFolder])('the eligibility table of %s', folder => {
  it('shows every criterion that decides, and each way it can come out', async () => {
    const { pack } = await noticeAt(folder);
    const view = eligibilityView(pack, [null, null]);
    const deciding = pack.eligibility.criteria.filter(({ kind }) => kind !== 'judged');
    expect(view.criteria.map(({ id }) => id)).toEqual(deciding.map(({ id }) => id));
    for (const { id, rows, cut, facts } of view.criteria) {
      if (cut) continue;
      const states = new Set(rows.map(({ state }) => state));
      // A requirement can be met and missed, or it would be none.
      expect([id, states.has('met')]).toEqual([id, true]);
      expect([id, states.size > 1]).toEqual([id, true]);
      for (const { values } of rows) expect(values).toHaveLength(facts.length);
    }
  });

  it('judges any two facts while the rest is as it should be', async () => {
    const { pack } = await noticeAt(folder);
    const { facts } = eligibilityView(pack, [null, null]);
    for (const { id: row } of facts) {
      const column = facts.find(({ id }) => id !== row)!.id;
      const { grid } = eligibilityView(pack, [row, column]);
      expect(grid!.rows.fact).toBe(row);
      expect(grid!.columns.fact).toBe(column);
      expect(grid!.outcomes.flat()).toContain('eligible');
      expect(grid!.outcomes.every(line => line.length === grid!.columns.values.length)).toBe(true);
      expect(grid!.rows.values.at(-1)).toBe('不清楚');
    }
  });
});

it('is what `judge` says of the same unit', async () => {
  const { pack } = await noticeAt(wanzhouFolder);
  const { grid } = eligibilityView(pack, ['unitType', 'registeredInWanzhou']);
  const best = {
    independentLegalPerson: true,
    aboveScale: true,
    badCredit3y: false,
    majorViolation3y: false,
  };
  const rest = {
    majorQualityAccident3y: false,
    safetyAccident3y: false,
    revokedWithin3y: false,
    field: '大健康',
  };
  const cell = (unit: string, registered: string) =>
    grid!.outcomes[grid!.rows.values.indexOf(unit)]![grid!.columns.values.indexOf(registered)];
  for (const unitType of ['企业', '其他', '医疗卫生单位'])
    for (const [words, registeredInWanzhou] of [
      ['是', true],
      ['否', false],
      ['不清楚', null],
    ] as const)
      expect(cell(unitType, words)).toBe(
        judge(pack, { ...best, ...rest, joint: false, unitType, registeredInWanzhou }, null).outcome,
      );
});
