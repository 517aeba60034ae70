import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safetyIssues } from '../../src/safety.ts';
import { submitWanzhou } from '../engine/review/applicants.ts';
import { Office } from '../engine/review/office.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

describe('what was refused', () => {
  let office: Office;
  let number: string;
  beforeAll(async () => {
    const { pack } = await noticeAt(wanzhouFolder);
    office = await Office.open({ pack, now: '2022-09-01' });
    await office.bind('审', 'enterprise', 'reviewer');
    await office.bind('农', 'agri', 'reviewer');
    ({ number } = await submitWanzhou(office));
  });
  afterAll(() => office.close());

  const notes = async (): Promise<{ codes: string[]; who: string }[]> => {
    const { store } = office.house;
    const ids = await store.list(office.pack.id, 'note:refused');
    const records = await store.load(
      office.pack.id,
      ids.map(id => ({ kind: 'note:refused', id })),
    );
    return records.map(({ parts }) => JSON.parse(parts.body ?? '{}') as { codes: string[]; who: string });
  };

  it('is written down, each with who by a name that leads to nobody', async () => {
    const tries: [string, string][] = [
      ['外人', '/绑定 deadbeef00'],
      ['农', `查询 ${number}`],
      ['外人', `DACDEFGHJKMNPQR`],
    ];
    for (const [who, text] of tries) await office.say(who, text);
    await office.pressToken('外人', `c_${number.replaceAll('-', '_')}_zzz`);
    const found = await notes();
    expect(found.flatMap(({ codes }) => codes)).toEqual([
      'review:bad-invite',
      'review:case-not-readable',
      'claim:refused',
      'review:press-unknown',
    ]);
    const [first, second, third, last] = found.map(({ who }) => who);
    expect([third, last]).toEqual([first, first]);
    expect(second).not.toBe(first);
    expect(JSON.stringify(found)).not.toMatch(/外人|农|desk:/);
  });

  it('is not what an officer may do: this test can fail', async () => {
    const before = (await notes()).length;
    await office.say('审', `查询 ${number}`);
    expect(await notes()).toHaveLength(before);
  });
});

describe('settings that leave a door open', () => {
  const codes = (store: string, env: Record<string, string> = {}): string[] =>
    safetyIssues({ store }, env).map(({ code }) => code);

  it.each([
    ['redis://10.0.0.5:6379', ['safety:redis-open', 'safety:redis-plain']],
    ['rediss://:long-password@10.0.0.5', []],
    ['redis://127.0.0.1:6379', []],
    ['redis://[::1]:6379', []],
    ['/var/lib/shenbao.sqlite', []],
  ])('%s', (store, expected) => {
    expect(codes(store)).toEqual(expected);
  });

  it('are named: endpoints without encryption and short secrets, never the secrets themselves', () => {
    const env = {
      LLM_BASE_URL: 'http://10.1.1.1/v1',
      WECOM_TOKEN: 'abc',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:1',
    };
    expect(codes('x.sqlite', env)).toEqual(['safety:plain-http', 'safety:weak-secret']);
    expect(JSON.stringify(safetyIssues({ store: 'x' }, env))).not.toContain('abc');
  });

  it('a secret of one letter is named, a random one is not', () => {
    expect(codes('x.sqlite', { SHENBAO_SECRET: 'a'.repeat(64) })).toEqual(['safety:weak-secret']);
    expect(codes('x.sqlite', { SHENBAO_SECRET: 'b5c1f0e2a97d4c36b5c1f0e2a97d4c36' })).toEqual([]);
  });
});
