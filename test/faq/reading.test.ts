import { describe, expect, test } from 'vitest';
import { composeReply } from '../../src/engine/reply.ts';
import { ask, source } from './wanzhou.ts';

describe('what is told is the situation and no question', () => {
  test.each([
    '我们是一家万州的规上食品企业，想申报，没有违法记录',
    '我们公司注册在开州，生产在万州',
    '我们去年营收三千万，注册在万州',
  ])('%s leads to the self-check', statement => {
    expect(ask(statement)).toMatchObject({ kind: 'action', action: 'eligibility' });
  });

  test('what is asked beside it is answered', () => {
    expect(ask('我们是规上食品企业，什么时候截止').clauses[0]).toBe('通知·五(一)');
  });

  test('a courtesy at the end of a question is none', () => {
    const answer = ask('商标不是我们的，人家授权给我们用，可以吗');
    expect(answer.kind).not.toBe('smalltalk');
    expect(ask('可以，谢谢')).toMatchObject({ kind: 'smalltalk', tone: 'thanks' });
  });
});

describe('several things in one message', () => {
  test('each stands under its own heading, and what is not stated is said', () => {
    const answer = ask('材料要交几份，交到哪里，截止什么时候');
    expect(answer.parts?.map(({ title, silent }) => [title, silent])).toEqual([
      ['材料份数', true],
      ['材料交到哪里', false],
      ['申报截止时间', false],
    ]);
    expect(answer.clauses).toEqual(expect.arrayContaining(['通知·五(二)', '通知·五(一)']));
  });

  test('four questions are four, also where several are not stated', () => {
    const { kind, parts } = ask('申请书要几份？要不要电子版？发到哪个邮箱？送到哪里去');
    expect([kind, parts?.map(({ silent }) => silent)]).toEqual(['answer', [true, true, true, false]]);
  });

  test('what is not stated is named all of it', () => {
    const { kind, topic, parts } = ask('可以邮寄不？9月16号当天几点截止？');
    expect([kind, topic, parts?.map(({ title }) => title)]).toEqual([
      'silent',
      '截止当天的钟点',
      ['邮寄和代交', '截止当天的钟点'],
    ]);
  });

  test('one question has no headings', () => expect(ask('截止什么时候').parts).toBeUndefined());
});

describe('a question that leans on the one before', () => {
  test('changes the slot it names', () => {
    const { context } = ask('企业必须是规上吗');
    expect(ask('那医院呢', context).clauses).toContain('通知·三(一)');
    const report = ask('年度报告什么时候交').context;
    expect(ask('报给谁呢', report).clauses).toContain('办法·第二十条');
  });
});

describe('short English questions', () => {
  test.each([
    ['When is the last day?', '通知·五(一)'],
    ['what documents are needed', '通知·五(二)'],
  ])('%s', (question, clause) => expect(ask(question).clauses).toContain(clause));

  test.each([
    ['Can we apply?', 'eligibility'],
    ['I want to start the form', 'apply'],
    ['check my progress', 'progress'],
  ])('%s', (question, action) => expect(ask(question)).toMatchObject({ kind: 'action', action }));

  test('stand in English around the same Chinese clause', () => {
    const text = composeReply(ask('When is the last day?'), source, '2022-09-01');
    expect(text).toContain('The notice and its annexes say');
    expect(text).toContain('自即日起至2022年9月16日止。');
    expect(composeReply(ask('申报什么时候截止'), source, '2022-09-01')).not.toMatch(/[A-Za-z]{3}/u);
  });

  test('what the notice does not say is silent in English too', () =>
    expect(ask('how many copies do we need')).toMatchObject({ kind: 'silent', topic: '材料份数' }));
});

describe('a contradiction is mentioned only where it was asked about', () => {
  test.each(['补助有多少钱', '申报什么时候截止', '谁负责审核', '年度报告什么时候交'])('not at %s', question =>
    expect(ask(question).conflicts).toEqual([]),
  );
});
