import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../src/engine/context.ts';
import { caseView } from '../../../src/engine/review/case-view.ts';
import { localMoment } from '../../../src/model/calendar.ts';
import type { CaseView } from '../../../src/model/desk.ts';
import type { EventBody } from '../../../src/model/event.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { Office } from './office.ts';

type Given = Omit<Extract<EventBody, { kind: 'case' }>, 'kind' | 'notice' | 'number' | 'token'>;

let office: Office;
let number: string;
beforeEach(async () => {
  const { pack } = await noticeAt(wanzhouFolder);
  office = await Office.open({ pack, now: '2022-09-01' });
  await office.bind('审', 'enterprise', 'reviewer');
  ({ number } = await submitWanzhou(office));
});
afterEach(() => office.close());

/** The case as somebody sees it at the desk. */
const seen = async (who: string): Promise<CaseView> => {
  const { pack } = office;
  const ctx = { pack, now: localMoment(office.now, pack.manifest.timezone), rehearsal: false } as Context;
  return caseView(ctx, await office.roster(), await office.application(number), `desk:${who}`);
};

const open = (who: string) => office.take(who, { kind: 'case', notice: office.pack.id, number });
const act = async (who: string, label: string, given: Given = {}) => {
  const token = (await seen(who)).actions.find(action => action.label === label)?.token ?? 'c_none';
  return office.take(who, { kind: 'case', notice: office.pack.id, number, token, ...given });
};

describe('a case at the desk', () => {
  it('is passed like by the button in chat: history, undo, and what the applicant hears after the time for it', async () => {
    await act('审', '初审通过');
    const application = await office.application(number);
    expect(application.stage).toBe('experts');
    expect(application.decisions.map(({ verb, name }) => [verb, name])).toEqual([['pass', '审']]);
    expect((await seen('审')).undo?.what).toBe('初审通过');
    expect((await office.at('2022-09-01 09:30')).text('王')).toContain('专家论证');
  });

  it('says nothing in the officer’s chat beyond the card that follows', async () => {
    const delivered = await act('审', '初审通过');
    expect(delivered.text('审')).not.toContain('已记录');
  });

  it('is returned with a reason for each field, prepared and typed, and their clauses', async () => {
    await act('审', '退回补正', {
      fields: { unitName: { prepared: 'unit-name' }, contactPerson: { typed: '请写全名' } },
    });
    const { status, decisions } = await office.application(number);
    expect(status).toBe('returned');
    expect(decisions.at(-1)?.fields).toEqual({
      unitName: {
        reason: '单位名称与注册登记的全称不一致，请核对后填写全称。',
        clause: '通知·三(一)',
      },
      contactPerson: { reason: '请写全名' },
    });
  });

  it.each<[string, string, Given]>([
    ['a return without anything', '退回补正', {}],
    ['a return of a field with an empty reason', '退回补正', { fields: { unitName: { typed: '。' } } }],
    ['a return of a field of no case', '退回补正', { fields: { salary: { typed: '请核对数额' } } }],
    ['a return with a reason nobody prepared', '退回补正', { fields: { unitName: { prepared: 'goals' } } }],
    ['a rejection without a reason', '不予通过', {}],
    ['a rejection with words that say nothing', '不予通过', { reason: { typed: '等一下' } }],
    ['a transfer to nobody', '转交', {}],
    ['a transfer to the applicant', '转交', { person: 'desk:王' }],
  ])('%s changes nothing', async (_what, label, given) => {
    await act('审', label, given);
    expect((await office.application(number)).version).toBe(1);
  });

  it('wants what the stage records, in its form', async () => {
    await act('审', '初审通过');
    await act('审', '论证通过');
    expect((await office.application(number)).stage).toBe('experts');
    await act('审', '论证通过', { records: { expertOpinion: '专家组一致同意。' } });
    await act('审', '批准建设', { records: { approvalNumber: '不知道' } });
    expect((await office.application(number)).stage).toBe('approval');
    await act('审', '批准建设', { records: { approvalNumber: '万州科局发[2022]99号' } });
    const { status, decisions } = await office.application(number);
    expect(status).toBe('approved');
    expect(decisions.at(-1)?.records).toEqual({ approvalNumber: '万州科局发〔2022〕99号' });
  });

  it('is not there for people who may not read it, and never decided by those who may only read it', async () => {
    await office.bind('外', 'platform', 'reviewer');
    await office.bind('听', 'enterprise', 'contact');
    const token = (await seen('审')).actions[0]!.token;
    for (const who of ['外', '听', '王', '路人']) {
      await office.take(who, { kind: 'case', notice: office.pack.id, number });
      await office.take(who, { kind: 'case', notice: office.pack.id, number, token });
    }
    expect((await office.application(number)).decisions).toEqual([]);
    const audit = await office.house.store.audit(office.pack.id);
    const viewers = audit
      .filter(({ entry }) => entry.action === 'application.view')
      .map(({ entry }) => entry.actor);
    expect(viewers).toEqual(['desk:听']);
  });

  it('decides once, when a button pressed at the desk and one in the chat meet', async () => {
    await office.bind('复', 'enterprise', 'reviewer');
    await open('复');
    const [first, second] = [await seen('审'), await seen('复')].map(
      ({ actions }) => actions.find(({ verb }) => verb === 'pass')!.token,
    );
    await Promise.all([
      office.take('审', { kind: 'case', notice: office.pack.id, number, token: first! }),
      office.pressToken('复', second!),
    ]);
    expect((await office.application(number)).decisions).toHaveLength(1);
  });

  it('has buttons for somebody who sat down after it came in', async () => {
    await office.bind('新', 'enterprise', 'reviewer');
    expect((await seen('新')).actions).toEqual([]);
    await open('新');
    expect((await seen('新')).actions.map(({ label }) => label)).toContain('初审通过');
    await act('新', '初审通过');
    expect((await office.application(number)).stage).toBe('experts');
  });

  it('goes to a colleague, who then decides alone', async () => {
    await office.bind('复', 'platform', 'reviewer');
    const { people } = (await seen('审')).actions.find(({ verb }) => verb === 'transfer')!;
    expect(people.map(({ actor }) => actor)).toEqual(['desk:复']);
    const delivered = await act('审', '转交', { person: 'desk:复' });
    expect(delivered.text('复')).toContain('转交您办理');
    expect((await seen('审')).row.mine).toBe(false);
    expect((await seen('复')).row.mine).toBe(true);
  });

  it('is taken back in time, and not after it', async () => {
    await act('审', '初审通过');
    const undo = (await seen('审')).undo!.token;
    await office.take('审', { kind: 'case', notice: office.pack.id, number, token: undo });
    expect((await office.application(number)).stage).toBe('compliance');
    await act('审', '初审通过');
    const late = (await seen('审')).undo!.token;
    await office.at('2022-09-01 09:30');
    await office.take('审', { kind: 'case', notice: office.pack.id, number, token: late });
    expect((await office.application(number)).stage).toBe('experts');
  });

  it('shows what changed in the new round, and why it was asked for', async () => {
    await act('审', '退回补正', { fields: { contactPerson: { typed: '请写全名' } } });
    await office.at('2022-09-01 09:30');
    for (const line of ['开始补正', '李四光', '重新提交']) await office.say('王', line);
    const { row, sections } = await seen('审');
    expect(row).toMatchObject({ round: 2, changed: ['联系人'], mine: true });
    const line = sections.flatMap(({ lines }) => lines).find(({ field }) => field === 'contactPerson');
    expect(line).toMatchObject({ value: '李四光', before: '李四', asked: '请写全名' });
  });
});

describe('打开审核台', () => {
  it('gives an officer a link that is kept only as a hash, and nobody else one', async () => {
    office.house.serveDesk('http://127.0.0.1:8080/desk');
    const [, token = ''] = /desk#wanzhou-2022\.([A-Za-z0-9]{32,})$/m.exec(
      (await office.say('审', '打开审核台')).text('审'),
    )!;
    expect(token).not.toBe('');
    const [id] = await office.house.store.list(office.pack.id, 'note:desk-links');
    expect(id).toMatch(/^[a-f0-9]{64}$/);
    expect(id).not.toContain(token);
    expect((await office.say('王', '打开审核台')).text('王')).not.toContain('desk#');
  });

  it('is not given in a group, and says so where no desk is served', async () => {
    expect((await office.say('审', '打开审核台')).text('审')).toContain('没有开启');
    office.house.serveDesk('http://127.0.0.1:8080/desk');
    await office.bind('群', 'enterprise', 'contact', 'group');
    expect((await office.take('群', { kind: 'text', text: '打开审核台' }, 'group')).text('群')).not.toContain(
      'desk#',
    );
  });
});

describe('a correction', () => {
  it('keeps its reason and 保持不变 after a value that was refused, and counts what is left of it', async () => {
    await act('审', '退回补正', {
      fields: { contactPhone: { typed: '号码有误' }, contactPerson: { typed: '请写全名' } },
    });
    await office.at('2022-09-01 09:30');
    const begun = await office.say('王', '开始补正');
    expect(begun.text('王')).toContain('还有2项需要补正');
    expect(begun.text('王')).not.toMatch(/已填\d+项/);
    await office.say('王', '李四光');
    const refused = await office.say('王', '12');
    expect(refused.text('王')).toContain('号码有误');
    expect(refused.buttons('王')).toContain('保持不变');
    await office.press('王', '保持不变');
    expect((await office.say('王', '重新提交')).text('王')).toContain('第2次提交');
  });
});
