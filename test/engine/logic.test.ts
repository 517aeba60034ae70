import { describe, expect, it } from 'vitest';
import { and, evaluate, factsIn, not, or, type Truth } from '../../src/engine/logic.ts';

const truths: readonly Truth[] = [true, false, null];
const pairs = truths.flatMap(a => truths.map(b => [a, b] as const));

describe('three-valued logic', () => {
  it.each([
    [true, true, true, true],
    [true, false, false, true],
    [true, null, null, true],
    [false, false, false, false],
    [false, null, false, null],
    [null, null, null, null],
  ] as const)('of %s and %s: and is %s, or is %s, in either order', (a, b, both, either) => {
    expect([and([a, b]), and([b, a])]).toEqual([both, both]);
    expect([or([a, b]), or([b, a])]).toEqual([either, either]);
  });

  it('obeys De Morgan', () => {
    for (const [a, b] of pairs) expect(not(and([a, b]))).toBe(or([not(a), not(b)]));
  });

  it('takes nothing for all true and none true', () => {
    expect([and([]), or([])]).toEqual([true, false]);
  });
});

describe('a condition', () => {
  const condition = {
    any: [
      { fact: 'kind', in: ['学校', '医院'] },
      { all: [{ fact: 'big', is: true }, { not: { fact: 'bad', is: true } }] },
    ],
  };

  it.each([
    [{}, null],
    [{ kind: '医院' }, true],
    [{ kind: '企业' }, null],
    [{ kind: '企业', big: false }, false],
    [{ kind: '企业', big: true }, null],
    [{ kind: '企业', big: true, bad: false }, true],
    [{ kind: '企业', big: true, bad: null }, null],
    [{ kind: null, big: true, bad: true }, null],
    [{ kind: '企业', big: true, bad: true }, false],
  ])('over %j is %s', (facts, truth) => {
    expect(evaluate(condition, facts)).toBe(truth);
  });

  it('names the facts it looks at, in order', () => {
    expect(factsIn(condition)).toEqual(['kind', 'big', 'bad']);
  });
});
