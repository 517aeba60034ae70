import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { adoptQuestion } from '../../src/authoring/edit-faq.ts';
import type { Adoption } from '../../src/model/studio.ts';
import { lanheFolder, wanzhouFolder, yunxiFolder } from '../support/packs.ts';

const text = `# 问答
topics:
  deadline: 通知·五(一)
  copies: [通知·五(二), 通知·四] # 两处
  fee: silent
  email: { near: 通知·五(三), checked: true }
  seal:
    clauses: 通知·四
    asks:
      - 要盖章吗

intents: # 本通知自己的
  - id: fields
    clauses: [通知·一]
    variants: [哪些领域, "可以报：食品"]
  - id: modes
    clauses:
      - 通知·二
    variants:
      - 组建模式有哪些 # 常问

# 没有说的
silent:
  - id: subsidy
    topic: 补助
    variants:
      - 有多少补助

concepts: []
`;

const question = '能不能报：两个？ #急';
const phrasing = (of: 'intents' | 'topics' | 'silent', id: string): Adoption => ({ as: 'phrasing', of, id });

/** Lines that were there before are there still, in their order, but for those named. */
const keeps = (after: string, but: readonly string[] = []) => {
  const lines = after.split('\n');
  let at = 0;
  for (const line of text.split('\n').filter(one => !but.includes(one))) {
    at = lines.indexOf(line, at);
    expect(at, line).toBeGreaterThanOrEqual(0);
    at += 1;
  }
};

describe('a question that was asked', () => {
  it.each([
    ['intents', 'fields', 'variants', ['哪些领域', '可以报：食品', question]],
    ['intents', 'modes', 'variants', ['组建模式有哪些', question]],
    ['silent', 'subsidy', 'variants', ['有多少补助', question]],
  ] as const)('becomes a phrasing of %s %s', (of, id, list, wanted) => {
    const after = adoptQuestion(text, question, phrasing(of, id))!;
    const entry = parse(after)[of].find((one: { id: string }) => one.id === id);
    expect(entry[list]).toEqual(wanted);
    keeps(after, ['    variants: [哪些领域, "可以报：食品"]']);
  });

  it.each([
    ['deadline', { clauses: '通知·五(一)', asks: [question] }],
    ['copies', { clauses: ['通知·五(二)', '通知·四'], asks: [question] }],
    ['email', { near: '通知·五(三)', checked: true, asks: [question] }],
    ['seal', { clauses: '通知·四', asks: ['要盖章吗', question] }],
  ])('becomes a phrasing of the common topic %s, however it is written', (id, wanted) => {
    const after = adoptQuestion(text, question, phrasing('topics', id))!;
    expect(parse(after).topics[id]).toEqual(wanted);
    expect(parse(after).intents).toEqual(parse(text).intents);
  });

  it('has no place with a topic that is merely silent, nor with what is not there', () => {
    expect(adoptQuestion(text, question, phrasing('topics', 'fee'))).toBeNull();
    expect(adoptQuestion(text, question, phrasing('topics', 'none'))).toBeNull();
    expect(adoptQuestion(text, question, phrasing('intents', 'none'))).toBeNull();
    expect(adoptQuestion('[]', question, phrasing('intents', 'none'))).toBeNull();
  });

  it('becomes something the notice does not say, behind what is there already', () => {
    const after = adoptQuestion(text, question, { as: 'silent', topic: '开发票' })!;
    expect(parse(after).silent).toEqual([
      { id: 'subsidy', topic: '补助', variants: ['有多少补助'] },
      { id: 'asked1', topic: '开发票', variants: [question] },
    ]);
    keeps(after);
    const again = adoptQuestion(after, '第二个', { as: 'silent', topic: '别的' })!;
    expect(parse(again).silent.map(({ id }: { id: string }) => id)).toEqual(['subsidy', 'asked1', 'asked2']);
  });

  it.each([
    ['no list', 'intents: []\n'],
    ['no line break at the end', 'intents: []'],
    ['an empty list', 'silent: []\nconcepts: []\n'],
    ['an empty key', 'silent:\nconcepts: []\n'],
    ['the list at the end', 'silent:\n- id: a\n  topic: 甲\n  variants: [乙]'],
  ])('becomes one where there is %s', (_, given) => {
    const after = adoptQuestion(given, question, { as: 'silent', topic: '甲' })!;
    expect(parse(after).silent.at(-1)).toMatchObject({ topic: '甲', variants: [question] });
    const { silent: _silent, ...rest } = parse(given);
    expect(parse(after)).toMatchObject(rest);
  });

  it.each([wanzhouFolder, yunxiFolder, lanheFolder])('finds its place in %s', folder => {
    const faq = readFileSync(`${folder}/faq.yaml`, 'utf8');
    const known = parse(faq);
    /** The first, one in the middle, the last. */
    const some = <T>(all: readonly T[]): T[] =>
      all.filter((_, at) => [0, all.length >> 1, all.length - 1].includes(at));
    const places: Adoption[] = [
      ...some<{ id: string }>(known.intents ?? []).map(({ id }: { id: string }) => phrasing('intents', id)),
      ...some<{ id: string }>(known.silent ?? []).map(({ id }: { id: string }) => phrasing('silent', id)),
      ...some(Object.entries(known.topics ?? {})).flatMap(([id, said]) =>
        said === 'silent' ? [] : [phrasing('topics', id)],
      ),
      { as: 'silent', topic: '甲' },
    ];
    for (const place of places) {
      const after = adoptQuestion(faq, question, place);
      expect(JSON.stringify(parse(after ?? '')), JSON.stringify(place)).toContain(JSON.stringify(question));
      expect(after!.length - faq.length).toBeLessThan(140);
    }
  });
});
