import { beforeAll, describe, expect, it } from 'vitest';
import { decide } from '../../../src/engine/review/decide.ts';
import { issueGrants, verbsFor } from '../../../src/engine/review/grants.ts';
import { bareVerbOf, typedCommandOf } from '../../../src/engine/review/verb-words.ts';
import type { Application } from '../../../src/model/application.ts';
import {
  type ApplicationStatus,
  CaseVerb,
  caseStatuses,
  KeptVerb,
  needOf,
  type ReviewVerb,
  reviewVerbs,
  StageVerb,
} from '../../../src/model/review-verbs.ts';
import type { Roster, StaffBinding } from '../../../src/model/staff.ts';
import { EngineDriver } from '../../support/engine-driver.ts';
import { type LoadedNotice, noticeAt, wanzhouFolder } from '../../support/packs.ts';

/** What is typed for a verb, and where a case at the first stage stands after it; null: not an officer's decision. */
interface Fixture {
  readonly typed: readonly string[];
  readonly after: readonly [status: ApplicationStatus, stage: string] | null;
}

const fixtures: { readonly [Verb in ReviewVerb]: Fixture } = {
  pass: { typed: ['通过', '同意', '批准', '可以，通过', '没问题，批准吧'], after: ['in-review', 'experts'] },
  return: { typed: ['退回补正', '退回', '退回一下', '请把这份申请退回'], after: ['returned', 'compliance'] },
  reject: { typed: ['不通过', '驳回', '不予受理', '把这个单位驳回了'], after: ['rejected', 'compliance'] },
  view: { typed: ['查看全文', '全文'], after: null },
  download: { typed: ['下载申请书', '下载'], after: null },
  transfer: { typed: ['转交', '好，转交'], after: null },
  cosign: { typed: ['加签'], after: null },
  remind: { typed: ['催办', '催办一下'], after: null },
  undo: { typed: ['撤回', '撤销'], after: null },
  withdraw: { typed: [], after: null },
  submit: { typed: [], after: null },
};

/** Every verb that any version has stored in a case: added to, never changed. */
const everStored = 'pass return reject transfer cosign remind undo withdraw submit'.split(' ');

let notice: LoadedNotice;
beforeAll(async () => {
  notice = await noticeAt(wanzhouFolder);
});

const seat = (name: string): StaffBinding => ({
  actor: `desk:${name}`,
  name,
  address: { channel: 'desk', chat: name, kind: 'private' },
  section: 'enterprise',
  role: 'reviewer',
  status: 'active',
  at: 0,
});
const roster: Roster = { schema: 1, staff: [seat('审')], invites: [] };

const submitted = (): Application => ({
  schema: 1,
  number: 'WZ22-0001-H',
  session: 'desk:王',
  applicant: { actor: 'desk:王', address: { channel: 'desk', chat: '王', kind: 'private' } },
  unit: '甲公司',
  section: 'enterprise',
  status: 'in-review',
  stage: 'compliance',
  version: 1,
  snapshots: [
    {
      round: 1,
      at: 0,
      pack: { id: notice.pack.id, hash: notice.pack.hash },
      rows: [{ field: 'unitName', section: '单位', label: '单位名称', value: '甲公司' }],
      facts: {},
      groups: {},
      files: {},
      outcome: 'eligible',
      digest: '0'.repeat(64),
    },
  ],
  decisions: [],
  grants: {},
  assignees: [],
  cosigners: [],
  undoable: null,
});

const contextNow = () => new EngineDriver(notice, '2022-09-01').context('e');

describe('every verb of the table', () => {
  it('has a fixture, and none that was ever stored is gone', () => {
    expect(Object.keys(fixtures)).toEqual(Object.keys(reviewVerbs));
    expect(KeptVerb.options.filter(verb => !everStored.includes(verb))).toEqual([]);
    expect(everStored.filter(verb => !KeptVerb.safeParse(verb).success)).toEqual([]);
  });

  it.each(
    Object.entries(fixtures).flatMap(([verb, { typed }]) => typed.map(words => [verb, words] as const)),
  )('%s is what %j with a number asks for, before it and behind it', (verb, words) => {
    expect(typedCommandOf(`${words} WZ22-0001-H`)).toEqual({ verb, number: 'WZ22-0001-H', rest: '' });
    expect(typedCommandOf(`WZ22-0001-H ${words}`)).toEqual({ verb, number: 'WZ22-0001-H', rest: '' });
  });

  it('is typed by its own words only', () => {
    const words = CaseVerb.options.flatMap(verb => [reviewVerbs[verb].label, ...reviewVerbs[verb].words]);
    expect(new Set(words).size).toBe(words.length);
  });

  it.each(StageVerb.options)('%s, a decision of the office, leads where the table says', verb => {
    const by = seat('审');
    const { application, effects } = decide(contextNow(), roster, submitted(), by, {
      verb,
      ...(needOf(verb) === 'reason' || needOf(verb) === 'fields' ? { reason: '材料不实' } : {}),
    });
    expect([application.status, application.stage]).toEqual(fixtures[verb].after);
    expect(application.decisions.map(act => act.verb)).toEqual([verb]);
    const told = effects.flatMap(effect =>
      effect.kind === 'message' && effect.message.to.chat === '王' ? [effect.message] : [],
    );
    expect(told).toHaveLength(1);
    const ways = told[0]!.choices.map(({ token }) => token);
    expect(ways).toEqual([...caseStatuses[application.status].ways, 'contacts'].map(way => `nav_${way}`));
  });

  it('is on the cards of those whose it is', () => {
    const grants = Object.values(issueGrants(contextNow(), roster, submitted()).grants);
    expect(grants.map(({ verb }) => verb)).toEqual([
      ...notice.pack.review.stages[0]!.verbs,
      ...verbsFor('holder', 'decider'),
    ]);
    for (const { verb, once } of grants) expect(once).toBe(reviewVerbs[verb as CaseVerb].once);
  });
});

describe('words that only hold a verb', () => {
  it.each([
    '通过不了',
    '同意不了',
    '不同意',
    '能通过吗',
    '通过了吗',
    '通过？',
    '还不能通过',
    '不可以通过',
    '先不通过',
    '通过的条件',
    '没有通过',
    '别通过',
    '如果通过',
    '通过，不对，退回',
    '可以',
    '撤回申请',
    '下载',
  ])('%j asks for none without a number', words => {
    expect(bareVerbOf(words)).toBeNull();
  });

  it.each(['通过不了', '能不能通过', '不要通过', '别退回', '如果批准'])(
    '%j with a number asks for none',
    words => {
      expect(typedCommandOf(`${words} WZ22-0001-H`)?.verb).toBeNull();
      expect(typedCommandOf(`WZ22-0001-H ${words}`)?.verb).toBeNull();
    },
  );

  it('are read in no time, however long', () => {
    for (const hostile of ['请'.repeat(20_000), `${'通过'.repeat(9_000)}吗`, `${' '.repeat(30_000)}x`]) {
      expect(bareVerbOf(hostile)).toBeNull();
      expect(typedCommandOf(`${hostile} WZ22-0001-H`)?.verb ?? null).toBeNull();
    }
  });
});

describe('可以，通过 of an officer', () => {
  const office = () => {
    const driver = new EngineDriver(notice, '2022-09-01');
    driver.roster = {
      ...roster,
      staff: [{ ...seat('审'), actor: 'desk:a', address: driver.session.address }],
    };
    driver.application = issueGrants(driver.context('s'), driver.roster, submitted());
    return driver;
  };

  it('asks about the case looked at last, by name and number, and only then decides', () => {
    const driver = office();
    driver.step({ kind: 'text', text: 'WZ22-0001-H' });
    expect(driver.session.openCase).toBe('WZ22-0001-H');
    const asked = driver.step({ kind: 'text', text: '可以，通过' });
    expect(asked.turn.applications).toBeUndefined();
    expect(JSON.stringify(asked.shown)).toContain('确认对申请WZ22-0001-H作“初审通过”处理吗');
    const done = driver.step({ kind: 'text', text: '确认' });
    expect(done.turn.applications?.[0]).toMatchObject({ stage: 'experts' });
  });

  it('is taken back by 取消, 不 and anything that is no yes', () => {
    for (const words of ['取消', '不', '等一下', '不通过']) {
      const driver = office();
      driver.step({ kind: 'text', text: 'WZ22-0001-H' });
      driver.step({ kind: 'text', text: '通过' });
      const { turn } = driver.step({ kind: 'text', text: words });
      expect([words, turn.applications, driver.session.decision]).toEqual([words, undefined, null]);
    }
  });
});
