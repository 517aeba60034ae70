import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../src/engine/advance.ts';
import { judge } from '../../src/engine/judge.ts';
import type { Event } from '../../src/model/event.ts';
import type { FactValue } from '../../src/model/fact.ts';
import type { OutMessage } from '../../src/model/message.ts';
import type { Pack } from '../../src/model/pack/pack.ts';
import type { Session } from '../../src/model/session.ts';
import { EngineDriver } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder, yunxiFolder } from '../support/packs.ts';
import { type Ruling, type Vector, wanzhouRuling, yunxiRuling } from './rule-tables.ts';

/** Paths with more honest 不清楚 than this are left to the random vectors: they only repeat what the shorter ones show. */
const MOST_UNSURE = process.env.SHENBAO_TEST === 'unit' ? 1 : 2;

/** Options that no rule tells apart from another: one of them stands for all in the walk. */
const alike = new Set([
  '科研院所',
  '食品加工',
  '节能减碳',
  '山地农业',
  '省级',
  '市级',
  '传统美术',
  '传统医药',
]);

interface Leaf {
  readonly facts: Vector;
  readonly message: OutMessage;
}

interface Walk {
  readonly leaves: Leaf[];
  readonly questions: OutMessage[];
  /** Longest path, in questions. */
  longest: number;
}

/** Press every button of every question, depth first, through the engine itself. */
const walkAll = (driver: EngineDriver): Walk => {
  const walk: Walk = { leaves: [], questions: [], longest: 0 };
  let events = 0;
  const press = (session: Session, token: string): { session: Session; message: OutMessage } => {
    events += 1;
    const context = driver.context(`w${events}`);
    const event: Event = {
      id: `w${events}`,
      at: context.now.ms,
      address: session.address,
      actor: { id: session.actor },
      body: { kind: 'press', token },
    };
    const turn = advance(context, { ...driver.world(), session }, event);
    const sent = turn.effects.find(effect => effect.kind === 'message');
    if (!turn.session || !sent) throw new Error('a press was not answered');
    return { session: turn.session, message: sent.message };
  };
  const visit = (session: Session, message: OutMessage, depth: number, unsure: number): void => {
    walk.longest = Math.max(walk.longest, depth);
    const { prompt } = session;
    if (!prompt) {
      walk.leaves.push({ facts: session.facts, message });
      return;
    }
    walk.questions.push(message);
    prompt.options.forEach((option, index) => {
      const { means } = option;
      if (means.kind !== 'fact' || (typeof means.value === 'string' && alike.has(means.value))) return;
      const doubt = means.value === null ? 1 : 0;
      if (unsure + doubt > MOST_UNSURE) return;
      const next = press(session, `${prompt.id}_${index}`);
      visit(next.session, next.message, depth + 1, unsure + doubt);
    });
  };
  const first = press(driver.session, 'nav_check');
  visit(first.session, first.message, 0, 0);
  return walk;
};

const tokens = (message: OutMessage): string[] => message.choices.map(({ token }) => token);
const lines = (message: OutMessage, head: string): string[] =>
  message.blocks.flatMap(block =>
    block.kind === 'text' && block.text.startsWith(head) ? [block.text.slice(head.length)] : [],
  );
const titles = (pack: Pack, kind: string, facts: readonly string[]): string[] =>
  pack.eligibility.criteria
    .filter(criterion => criterion.kind === kind && facts.includes(criterion.fact ?? ''))
    .map(({ title }) => title);

const packs = [
  { name: 'wanzhou-2022', folder: wanzhouFolder, rule: wanzhouRuling, open: '2022-09-01' },
  { name: 'yunxi-workshop-2026', folder: yunxiFolder, rule: yunxiRuling, open: '2026-03-20' },
] satisfies { name: string; folder: string; rule: (vector: Vector) => Ruling; open: string }[];

describe.each(packs)('every way through the self-check of $name', ({ folder, rule, open }) => {
  it('ends in the verdict of the rule table, with a way on, and passes no question without a way out', async () => {
    const notice = await noticeAt(folder);
    const { pack } = notice;
    const walk = walkAll(new EngineDriver(notice, open));
    expect(walk.leaves.length).toBeGreaterThan(500);
    expect(walk.longest).toBeLessThanOrEqual(pack.eligibility.facts.length);
    for (const question of walk.questions) {
      expect(tokens(question)).toEqual(expect.arrayContaining(['nav_home', 'nav_human']));
      expect(question.choices.some(({ label }) => label === '不清楚')).toBe(true);
    }
    for (const { facts, message } of walk.leaves) {
      const { unmet, unknown, todo } = rule(facts);
      const shown = {
        notMet: lines(message, '✗ 不符合：'),
        doubtful: lines(message, '？待核实：'),
        prepare: lines(message, '○ '),
      };
      const stopped = unmet.length > 0;
      const asked = unknown.filter(fact => !stopped || fact in facts);
      expect({ facts, ...shown }).toEqual({
        facts,
        notMet: titles(pack, 'gate', unmet),
        doubtful: titles(pack, 'gate', asked),
        prepare: stopped ? [] : titles(pack, 'preparation', todo),
      });
      const ways = tokens(message);
      expect(ways).toEqual(expect.arrayContaining(['nav_home', 'nav_human', 'nav_contacts', 'nav_again']));
      expect(ways.includes('nav_apply')).toBe(!stopped);
    }
    const ends = new Set(
      walk.leaves.map(({ facts }) => judge(pack, facts as Record<string, FactValue>, null).outcome),
    );
    expect(ends).toEqual(new Set(['eligible', 'ineligible', 'needs-confirmation']));
  });

  it('agrees with the rule table on vectors nobody would be led to', async () => {
    const { pack } = await noticeAt(folder);
    const vector = fc.record(
      Object.fromEntries(
        pack.eligibility.facts.map(fact => [
          fact.id,
          fc.constantFrom<FactValue>(
            ...(fact.type === 'boolean' ? [true, false] : (fact.options ?? []).map(({ value }) => value)),
            null,
          ),
        ]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(vector, given => {
        const facts = given as Record<string, FactValue>;
        const { unmet, unknown, todo, outcome, ask } = judge(pack, facts, null);
        const of = (list: readonly { fact: string }[]) => list.map(({ fact }) => fact);
        expect({ unmet: of(unmet), unknown: of(unknown), todo: of(todo) }).toEqual(rule(facts));
        expect(outcome).toBe(
          unmet.length > 0 ? 'ineligible' : unknown.length > 0 ? 'needs-confirmation' : 'eligible',
        );
        // What is worth asking is unknown now, and nothing is worth asking after a certain no.
        expect(ask.every(fact => (facts[fact] ?? null) === null)).toBe(true);
        if (unmet.length > 0) expect(ask).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the rule table', () => {
  it('would catch a judge that takes 不清楚 for a yes', async () => {
    const { pack } = await noticeAt(wanzhouFolder);
    const doubtful = { aboveScale: null, unitType: '企业' };
    const { unknown } = judge(pack, { ...doubtful, aboveScale: true }, null);
    expect(unknown.map(({ fact }) => fact)).not.toEqual(wanzhouRuling(doubtful).unknown);
  });
});
