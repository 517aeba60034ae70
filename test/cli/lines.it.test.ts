import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonLines, runCli, runProcess } from '../support/cli.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const cases = readFileSync(new URL('../engine/eligibility-cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(line => JSON.parse(line));

const input = (...lines: unknown[]): string =>
  lines.map(line => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('');

describe('judge --json', () => {
  it('decides the twenty worked cases, one line each, in their order', async () => {
    const asked = cases.map(({ id, facts, today }) => ({ id, facts, today }));
    const { code, out, err } = await runCli(['judge', '--json'], input(...asked));
    const answers = jsonLines(out) as Record<string, unknown>[];
    expect(answers.map(({ ask: _ask, ...rest }) => rest)).toEqual(
      cases.map(({ id, outcome, unmet, unknown, todo }) => ({ id, outcome, unmet, unknown, todo })),
    );
    expect(answers.every(({ ask }) => Array.isArray(ask))).toBe(true);
    expect([code, err]).toEqual([0, '']);
  });

  it('says which facts are still worth asking, best first', async () => {
    const { out } = await runCli(['judge', '--json'], input({ id: 1, facts: {}, today: '2022-09-01' }));
    const [answer] = jsonLines(out) as { id: unknown; ask: string[] }[];
    expect(answer).toMatchObject({ id: 1, outcome: 'needs-confirmation' });
    expect(answer?.ask.slice(0, 2)).toEqual(['unitType', 'registeredInWanzhou']);
  });

  it('answers a bad line with an error object, never a stack trace, and goes on', async () => {
    const { code, out, err } = await runCli(
      ['judge', '--json'],
      input(
        'not json',
        '{"id":1}',
        { id: 2, facts: { noSuchFact: true }, today: '2022-09-01' },
        { id: 3, facts: { unitType: '公司' }, today: '2022-09-01' },
        { id: 4, facts: {}, today: '昨天' },
        '[1,2]',
        '',
        { id: 5, facts: { registeredInWanzhou: false }, today: '2022-09-01' },
      ),
    );
    const answers = jsonLines(out) as { id?: unknown; outcome?: string; error?: { code: string } }[];
    expect(answers.map(({ error, outcome }) => error?.code ?? outcome)).toEqual([
      'judge:bad-line',
      'judge:bad-line',
      'judge:bad-fact',
      'judge:bad-fact',
      'judge:bad-line',
      'judge:bad-line',
      'ineligible',
    ]);
    expect(answers[2]).toMatchObject({ id: 2 });
    expect(code).toBe(0);
    expect(`${out}${err}`).not.toMatch(/\n\s+at /);
  });
});

describe('ask --json', () => {
  it('answers in order with exact quotes, and says so when the notice is silent', async () => {
    const { pack } = await noticeAt(wanzhouFolder);
    const { code, out, err } = await runCli(
      ['ask', '--json', '--now', '2022-09-01'],
      input(
        { id: 'q1', q: '申报截止到什么时候' },
        { id: 'q2', q: '材料要交几份' },
        { id: 'q3', q: '我们能申报吗' },
        { id: 'q4', q: '你好' },
        'broken',
        { id: 'q6', q: '转人工' },
      ),
    );
    const answers = jsonLines(out) as {
      id?: string;
      kind?: string;
      text?: string;
      action?: string | null;
      citations?: { clause: string; quote: string }[];
      error?: { code: string };
    }[];
    expect(answers.map(({ id, error }) => id ?? error?.code)).toEqual([
      'q1',
      'q2',
      'q3',
      'q4',
      'ask:bad-line',
      'q6',
    ]);
    expect(answers.map(({ kind }) => kind)).toEqual([
      'answer',
      'silent',
      'action',
      'smalltalk',
      undefined,
      'action',
    ]);
    expect(answers[2]?.action).toBe('eligibility');
    expect(answers[5]?.action).toBe('human');
    for (const { citations, text, kind } of answers.filter(({ error }) => !error)) {
      expect(typeof text).toBe('string');
      for (const { clause, quote } of citations!) expect(pack.clauses.get(clause)?.text).toContain(quote);
      if (kind === 'answer') expect(citations!.length).toBeGreaterThan(0);
    }
    expect(answers[0]?.citations?.map(({ clause }) => clause)).toContain('通知·五(一)');
    expect([code, err]).toEqual([0, '']);
  });

  it('prints one answer for a question on the command line', async () => {
    const { code, out } = await runCli(['ask', '申请书谁签字'], '');
    expect([code, out.includes('附件1·说明五')]).toEqual([0, true]);
  });
});

describe('check', () => {
  it('passes the pack that is served', async () => {
    const { code } = await runCli(['check', wanzhouFolder], '');
    expect(code).toBe(0);
  });

  it('fails on a broken pack with the place of the slip, and no stack trace', async () => {
    const broken = new URL('../broken-packs/yaml-tab', import.meta.url).pathname;
    const { code, out, err } = await runCli(['check', broken], '');
    expect(code).not.toBe(0);
    expect(`${out}${err}`).toMatch(/pack\.yaml:\d+:\d+/);
    expect(`${out}${err}`).not.toMatch(/\n\s+at /);
  });
});

describe('the program', () => {
  it.each([
    ['an unknown command', ['no-such-command'], {}],
    ['a wrong log level', ['chat', '--json'], { LOG_LEVEL: 'loud' }],
    ['a pack that is not there', ['judge', '--json'], { SHENBAO_PACK: 'no-such-pack' }],
    ['a clock nobody can read', ['chat', '--json', '--now', 'yesterday'], {}],
  ])('refuses %s in a sentence and with a code, never with a stack trace', async (_what, args, env) => {
    const { code, out, err } = await runProcess(args, '', { SHENBAO_DATA: '/tmp/shenbao-never', ...env });
    expect(code).not.toBe(0);
    expect(err).not.toBe('');
    expect(`${out}${err}`).not.toMatch(/\n\s+at /);
  });
});

it('a line separator inside a question does not cut its line', async () => {
  const lines = readFileSync(new URL('./u2028.jsonl', import.meta.url), 'utf8');
  const { code, out } = await runCli(['ask', '--json', '--now', '2022-09-01T10:00:00+08:00'], lines);
  expect(lines).toContain('\u2028');
  expect([code, (jsonLines(out) as { id: string }[]).map(({ id }) => id)]).toEqual([0, ['1', '2']]);
});
