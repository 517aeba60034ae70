import { describe, expect, test } from 'vitest';
import { composeReply, toAskLine } from '../../src/engine/reply.ts';
import { candidatesOf } from '../../src/faq/candidates.ts';
import type { PolicyAnswer } from '../../src/model/answer.ts';
import { readQuestions } from '../eval/questions.ts';
import { replyTemplates, strangerFinder } from './invariant.ts';
import { index, source } from './wanzhou.ts';

const dev = readQuestions(new URL('../eval/dev.jsonl', import.meta.url).pathname).map(({ q }) => q);
const variants = candidatesOf(source).flatMap(entry => entry.variants);
const answers = [...dev, ...variants].map(question => index.answer(question));
const strangersIn = strangerFinder(source);
const afterExpiry = '2026-01-01';

describe('every line of every reply is a slice of the sources or a registered template', () => {
  test.each(['2022-09-01', afterExpiry])('on %s', today => {
    const strangers = answers.flatMap(answer => strangersIn(composeReply(answer, source, today)));
    expect([...new Set(strangers)]).toEqual([]);
  });

  test('and every quote is an exact slice of its clause', () => {
    for (const answer of answers)
      for (const { clause, quote } of toAskLine(answer, 'x', source, afterExpiry).citations)
        expect(source.clauses.get(clause)?.text, `${answer.trace.normalised} ${clause}`).toContain(quote);
  });

  test('a reworded clause, an added verdict and an unknown topic are caught', () => {
    const answer = index.answer('申报什么时候截止');
    const reworded: PolicyAnswer = {
      ...answer,
      cards: [{ clause: '通知·五(一)', quote: '截止日期为2022年9月16日。', marks: [] }],
    };
    expect(strangersIn(composeReply(reworded, source, '2022-09-01'))).toHaveLength(1);
    expect(strangersIn(`是。\n可以申报。\n${composeReply(answer, source, '2022-09-01')}`)).toEqual([
      '是。',
      '可以申报。',
    ]);
    const invented: PolicyAnswer = { ...answer, kind: 'silent', topic: '20万元补助', cards: [] };
    expect(strangersIn(composeReply(invented, source, '2022-09-01'))).toHaveLength(1);
  });
});

describe('no template states policy', () => {
  const phrases = [...source.clauses.values()].flatMap(({ text }) =>
    text.split(/[\s，。；、：（）《》“”0-9．]+/u).filter(phrase => phrase.length >= 6),
  );
  const states = (template: string): boolean =>
    /\d|[一二三四五六七八九十]+[年月日条款万]|是的|不能|可以申报|符合条件的/u.test(template) ||
    phrases.some(phrase => template.includes(phrase)) ||
    source.contacts.sections.some(
      ({ person = '', name }) => (person !== '' && template.includes(person)) || template.includes(name),
    );

  test.each(replyTemplates())('%s', template => expect(states(template)).toBe(false));

  test('one that does is caught', () => {
    expect(states('申报截止到9月16日。')).toBe(true);
    expect(states('评上以后最高给予二十万元补助。')).toBe(true);
    expect(states('具有法人独立资格即可。')).toBe(true);
  });
});

describe('what a reply says besides its cards', () => {
  test('a document past its validity is said to be, as computed', () => {
    const answer = index.answer('补助有多少钱');
    expect(composeReply(answer, source, '2025-04-14')).not.toContain('推算');
    expect(composeReply(answer, source, '2025-04-15')).toContain('2025年4月14日');
  });

  test('a contradiction shows both places, and keeps to itself what the office has still to confirm', () => {
    const text = composeReply(index.answer('评估不合格给多久整改'), source, '2022-09-01');
    expect(text).toContain('未在规定期限内完成整改');
    expect(text).toContain('应限期半年整改');
    expect(text).not.toContain('办公室口径');
    const confirmed = {
      ...source,
      manifest: {
        ...source.manifest,
        conflicts: source.manifest.conflicts.map(conflict => ({ ...conflict, confirmed: true })),
      },
    };
    expect(composeReply(index.answer('评估不合格给多久整改'), confirmed, '2022-09-01')).toContain(
      '办公室口径，非通知原文：两处原文一并列出',
    );
  });

  test('silence gives the sections to ask', () => {
    const text = composeReply(index.answer('材料一式几份'), source, '2022-09-01');
    for (const { quote } of source.contacts.sections) expect(text).toContain(quote);
  });

  test('a false premise is met with the original value and neither yes nor no', () => {
    const text = composeReply(index.answer('区级补助是一百万对吗'), source, '2022-09-01');
    expect(text).toContain('给予最高20万元的补助');
    expect(text).not.toMatch(/^(是|是的|对|对的|不是|不对|没错)[，。！]?$/mu);
  });
});
