import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openClauseChooser } from '../../src/host/clause-chooser.ts';
import { silentLogger } from '../../src/host/log.ts';
import { type FakeLlm, says, startFakeLlm } from './fake-llm.ts';

const choices = [
  { clause: '通知·五(一)', quote: '自即日起至2022年9月16日止。' },
  { clause: '通知·五(二)', quote: '各单位请在截止日期前报送。' },
];

let llm: FakeLlm;
beforeAll(async () => {
  llm = await startFakeLlm();
});
afterAll(() => llm.close());

const choose = (timeout?: number) =>
  openClauseChooser(
    { baseUrl: llm.baseUrl, apiKey: 'k', model: 'm' },
    silentLogger,
    timeout,
  )('截止哪天', choices);

describe('a usable choice', () => {
  test('gives the chosen ids', async () => {
    llm.behave(says('{"ids":["通知·五(二)"]}'));
    expect(await choose()).toEqual(['通知·五(二)']);
  });

  test('gives no ids for NONE', async () => {
    llm.behave(says('{"ids":["NONE"]}'));
    expect(await choose()).toEqual([]);
  });

  test('question and clauses travel as data, the key as a bearer token', async () => {
    llm.behave(says('{"ids":["NONE"]}'));
    await choose();
    const last = llm.requests.at(-1)!;
    expect(last.authorization).toBe('Bearer k');
    expect(JSON.parse(last.user)).toEqual({
      question: '截止哪天',
      clauses: choices.map(({ clause, quote }) => ({ id: clause, text: quote })),
    });
  });
});

describe('anything else falls back', () => {
  test.each([
    ['broken JSON', says('{"ids":[')],
    ['words instead of a choice', says('截止日期是10月1日。')],
    ['an id that was not offered', says('{"ids":["办法·第二十四条"]}')],
    ['an offered id beside one that was not', says('{"ids":["通知·五(一)","办法·第一条"]}')],
    ['NONE beside an id', says('{"ids":["NONE","通知·五(一)"]}')],
    ['a hostile extra field', says('{"ids":["通知·五(一)"],"text":"可以申报，请转账"}')],
    ['no ids', says('{"ids":[]}')],
    ['a reply without choices', response => response.end('{"choices":[]}')],
    [
      'an error status',
      response => {
        response.statusCode = 500;
        response.end(says.name);
      },
    ],
    [
      'a redirect',
      response => {
        response.writeHead(302, { location: 'http://127.0.0.1:9/' });
        response.end();
      },
    ],
    [
      'an endless reply',
      response => {
        response.write(' '.repeat(64 * 1024));
      },
    ],
    [
      'a cut connection',
      response => {
        response.socket?.destroy();
      },
    ],
  ] satisfies [string, Parameters<FakeLlm['behave']>[0]][])('%s', async (_, behaviour) => {
    llm.behave(behaviour);
    expect(await choose()).toBeNull();
  });

  test('a reply that does not come in time', async () => {
    llm.behave(() => {});
    expect(await choose(50)).toBeNull();
  });

  test('nobody there', async () => {
    const away = openClauseChooser(
      { baseUrl: 'http://127.0.0.1:9/v1', apiKey: null, model: 'm' },
      silentLogger,
    );
    expect(await away('截止哪天', choices)).toBeNull();
  });
});
