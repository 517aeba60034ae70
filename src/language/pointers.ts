import { chineseNumber } from './numbers.ts';
import type { Pointer, Span } from './reading.ts';

const kinds: readonly (readonly [Pointer['kind'], RegExp])[] = [
  ['clause', /(?:办法|通知|附件[0-9一二三]?|管理办法)?第([0-9]{1,2}|[一二三四五六七八九十]{1,3})条/gu],
  ['item', /第([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:项|栏|格|题|个问题|个空|条信息|个)/gu],
  ['case', /[a-z]{2,8}[0-9]{2}-[0-9]{4}-[0-9a-z](?![0-9a-z])/gu],
  ['same', /同上|如上|(?:和|跟|与|同)(?:上面|前面|上|刚才)(?:的)?(?:一样|相同|一致)?/gu],
  [
    'above',
    /上面(?:那个|那项|那条|这个|的)|刚才(?:那个|那项|填的|说的|的)?|前面(?:那个|那项|填的|的)|上一(?:个|项|条|题|步)|那一项|这一项/gu,
  ],
];

/** What a message points at instead of naming it. */
export const pointersIn = (text: string, span: (start: number, end: number) => Span): Pointer[] =>
  kinds
    .flatMap(([kind, pattern]) =>
      [...text.matchAll(pattern)].map(
        (match): Pointer => ({
          kind,
          number: match[1] === undefined ? null : chineseNumber(match[1]),
          ...span(match.index, match.index + match[0].length),
        }),
      ),
    )
    .sort((a, b) => a.start - b.start);
