import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../adapters/web/page/word-diff.ts';

const marked = (before: string, after: string): string =>
  wordDiff(before, after)
    .map(({ kind, text }) => ({ same: text, gone: `[-${text}]`, new: `[+${text}]` })[kind])
    .join('');

describe('what changed in a value', () => {
  it.each([
    ['李四', '李四光', '李四[+光]'],
    ['近三年研发投入2300万元。', '近三年研发投入2500万元。', '近三年研发投入[-2300][+2500]万元。'],
    ['', '新填', '[+新填]'],
    ['原有', '', '[-原有]'],
    ['一样', '一样', '一样'],
  ])('%s → %s', (before, after, expected) => {
    expect(marked(before, after)).toBe(expected);
  });

  it('loses and adds nothing, however long or odd the texts are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        const runs = wordDiff(before, after);
        const of = (...kinds: string[]) =>
          runs.flatMap(({ kind, text }) => (kinds.includes(kind) ? [text] : [])).join('');
        expect([of('same', 'gone'), of('same', 'new')]).toEqual([before, after]);
      }),
    );
    const long = '研发'.repeat(5_000);
    expect(wordDiff(long, `${long}。`)).toHaveLength(2);
  });
});
