import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { judge, smallestChange } from '../../src/engine/judge.ts';
import type { FactValue } from '../../src/model/fact.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import type { Finding, Outcome } from '../../src/model/verdict.ts';
import { windowState } from '../../src/model/window.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

interface Case {
  readonly id: string;
  readonly facts: Record<string, FactValue>;
  readonly today: string;
  readonly outcome: Outcome;
  readonly unmet: readonly Finding[];
  readonly unknown: readonly Finding[];
  readonly todo: readonly Finding[];
  readonly why: string;
}

const cases = readFileSync(new URL('eligibility-cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line) as Case);

let pack: Pack;
beforeAll(async () => {
  pack = (await noticeAt(wanzhouFolder)).pack;
});

const eligible: Record<string, FactValue> = {
  ...cases.find(({ outcome }) => outcome === 'eligible')!.facts,
};

describe('the judge', () => {
  it('has twenty worked cases', () => {
    expect(cases).toHaveLength(20);
  });

  it.each(cases.map(each => [each.id, each.why, each] as const))('decides %s: %s', (_id, _why, given) => {
    const { outcome, unmet, unknown, todo } = judge(pack, given.facts, given.today);
    const { outcome: expected, ...lists } = {
      outcome: given.outcome,
      unmet: given.unmet,
      unknown: given.unknown,
      todo: given.todo,
    };
    expect({ outcome, unmet, unknown, todo }).toEqual({ outcome: expected, ...lists });
  });

  it('asks for everything when nothing is known, gates first, and nothing that only experts judge', () => {
    const { ask, outcome } = judge(pack, {}, '2022-09-01');
    expect(outcome).toBe('needs-confirmation');
    expect(ask[0]).toBe('unitType');
    expect(ask).not.toContain('stableTeam');
    expect(ask.indexOf('field')).toBeLessThan(ask.indexOf('joint'));
  });

  it('asks no hospital whether it is above scale', () => {
    expect(judge(pack, { unitType: '医疗卫生单位' }, null).ask).not.toContain('aboveScale');
    expect(judge(pack, { unitType: '企业' }, null).ask).toContain('aboveScale');
  });

  it('asks about the agreement only where several units build together', () => {
    expect(judge(pack, { joint: false }, null).ask).not.toContain('jointAgreement');
    expect(judge(pack, { joint: true }, null).ask).toContain('jointAgreement');
  });

  it('asks nothing more after one certain no, or outside the window', () => {
    expect(judge(pack, { registeredInWanzhou: false }, null).ask).toEqual([]);
    expect(judge(pack, {}, '2022-09-17').ask).toEqual([]);
  });

  it('takes 不清楚 for unknown, whether absent or null', () => {
    const { aboveScale: _left, ...absent } = eligible;
    const [one, other] = [judge(pack, absent, null), judge(pack, { ...eligible, aboveScale: null }, null)];
    expect([one.outcome, one.unknown]).toEqual([other.outcome, other.unknown]);
  });

  it('never lets a preparation or an expert matter make a unit ineligible', () => {
    const facts = { ...eligible, boardPlanned: false, expertCommitteePlanned: false, stableTeam: false };
    const verdict = judge(pack, facts, '2022-09-01');
    expect(verdict.outcome).toBe('eligible');
    expect(verdict.todo.map(({ fact }) => fact)).toEqual(['boardPlanned', 'expertCommitteePlanned']);
  });

  it('names every unmet gate as the smallest change, and nothing else', () => {
    const facts = { ...eligible, registeredInWanzhou: false, aboveScale: false, boardPlanned: false };
    const change = smallestChange(pack.eligibility, judge(pack, facts, null));
    expect(change.map(({ id }) => id)).toEqual(['registered', 'above-scale']);
  });

  it('judges what it has met before as if for the first time, undeclared values among it', () => {
    const { facts } = pack.eligibility;
    const told = facts.map(({ id, options }) => {
      const declared = (options ?? []).map(({ value }) => value);
      return fc.tuple(fc.constant(id), fc.constantFrom<FactValue>(true, false, null, '别的', ...declared));
    });
    const known = fc.array(fc.oneof(...told), { maxLength: 30 });
    fc.assert(
      fc.property(known, entries => {
        const given = Object.fromEntries(entries);
        const first = { manifest: pack.manifest, eligibility: structuredClone(pack.eligibility) };
        expect(judge(pack, given, null)).toEqual(judge(first, given, null));
      }),
    );
  });

  it('judges a criterion over more facts than a table is kept for', () => {
    const ids = Array.from({ length: 15 }, (_, index) => `f${index}`);
    const all = ids.map(fact => ({ fact, is: true }));
    const many: Pick<Pack, 'eligibility' | 'manifest'> = {
      manifest: pack.manifest,
      eligibility: {
        facts: ids.map(id => ({ ...pack.eligibility.facts[1]!, id })),
        criteria: [
          { id: 'all', kind: 'gate', title: '', clause: '', quote: '', fact: 'f0', require: { all } },
        ],
      },
    };
    const yes = Object.fromEntries(ids.map(id => [id, true]));
    expect(judge(many, yes, null).outcome).toBe('eligible');
    expect(judge(many, { ...yes, f14: false }, null).outcome).toBe('ineligible');
    expect(judge(many, { ...yes, f14: null }, null).ask).toEqual(['f14']);
  });
});

describe('the window', () => {
  const window = { opens: '2022-08-22', closes: '2022-09-16' };

  it.each([
    ['2022-08-21', 'before'],
    ['2022-08-22', 'open'],
    ['2022-09-16', 'open'],
    ['2022-09-17', 'after'],
    ['2026-01-01', 'after'],
  ])('on %s is %s', (date, state) => {
    expect(windowState({ window: { ...window, clause: '', quote: '' } }, { date })).toBe(state);
  });
});
