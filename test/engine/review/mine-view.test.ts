import { describe, expect, it } from 'vitest';
import { mineView, versionFile } from '../../../src/engine/review/mine-view.ts';
import type { Application, Decision } from '../../../src/model/application.ts';
import type { WorkView } from '../../../src/model/mine-view.ts';
import { carryOn, carryOnTo } from '../../support/applicant.ts';
import { EngineDriver } from '../../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../../support/packs.ts';

const begin = async (): Promise<EngineDriver> =>
  new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');

const view = (driver: EngineDriver): WorkView[] => {
  const { application } = driver;
  return mineView(
    driver.context('look'),
    driver.session,
    new Map(application ? [[application.number, application]] : []),
  );
};

const submitted = async (): Promise<EngineDriver> => {
  const driver = await begin();
  carryOn(driver, ({ application }) => application !== null);
  return driver;
};

const act = (driver: EngineDriver, verb: Decision['verb'], more: Partial<Decision> = {}): Decision => ({
  id: `act-${verb}`,
  verb,
  stage: driver.application!.stage,
  round: 1,
  actor: 'desk:x',
  name: '审核人',
  role: 'reviewer',
  at: driver.context('act').now.ms,
  ...more,
});

const become = (driver: EngineDriver, change: Partial<Application>): void => {
  driver.application = { ...driver.application!, ...change };
};

describe('my applications', () => {
  it('are none before anything is filled in', async () => {
    const driver = await begin();
    carryOnTo(driver, 'fact:registeredInWanzhou');
    expect(view(driver)).toEqual([]);
  });

  it('show a draft with what is left and until when, and that it cannot be submitted once the window is over', async () => {
    const driver = await begin();
    carryOnTo(driver, 'field:team');
    const [draft] = view(driver);
    expect(draft).toMatchObject({ inHand: true, submitted: null });
    expect(draft!.asked).toMatchObject({ kind: 'fill', by: '2022年9月16日' });
    driver.at('2022-09-20');
    expect(view(driver)[0]!.asked).toMatchObject({ kind: 'fill', by: null });
  });

  it('show where a case is, since when, and what is still to be brought', async () => {
    const driver = await submitted();
    const [stage, next] = driver.notice.pack.review.stages;
    driver.at('2022-09-05');
    become(driver, { stage: next!.id, decisions: [act(driver, 'pass', { stage: stage!.id })] });
    driver.at('2022-09-07');
    const [work] = view(driver);
    expect(work!.submitted!.stages.slice(0, 3)).toEqual([
      { title: stage!.title, state: 'done', date: '2022-09-05', days: 2 },
      { title: next!.title, state: 'here', date: '2022-09-05', days: 2 },
      expect.objectContaining({ state: 'ahead', date: null }),
    ]);
    expect(work!.asked).toMatchObject({ kind: 'papers' });
  });

  it('say nothing of a decision that can still be taken back', async () => {
    const driver = await submitted();
    const [stage, next] = driver.notice.pack.review.stages;
    const decision = act(driver, 'pass', { stage: stage!.id });
    become(driver, {
      stage: next!.id,
      decisions: [decision],
      undoable: {
        decision: decision.id,
        actor: 'desk:x',
        until: decision.at + 60_000,
        status: 'in-review',
        stage: stage!.id,
        assignees: [],
        cosigners: [],
        held: [],
      },
    });
    expect(view(driver)[0]!.submitted!.stages[0]).toMatchObject({ state: 'here' });
  });

  it('name what was returned, and give every version as it was', async () => {
    const driver = await submitted();
    const { application } = driver;
    become(driver, {
      status: 'returned',
      decisions: [act(driver, 'return', { fields: { team: { reason: '请写明人数' } } })],
    });
    expect(view(driver)[0]!.asked).toEqual({ kind: 'fix', fields: ['创新团队建设情况'] });
    const second = { ...application!.snapshots[0]!, round: 2 };
    become(driver, { snapshots: [...application!.snapshots, second] });
    expect(view(driver)[0]!.submitted!.versions.map(({ round }) => round)).toEqual([2, 1]);
    const ctx = driver.context('look');
    expect(versionFile(ctx, driver.application!, 1)).toMatchObject({ kind: 'rendered' });
    expect(versionFile(ctx, driver.application!, 3)).toBeNull();
  });
});

describe('a file that is sent as a paper', () => {
  it('is filed without a question, while papers may be added', async () => {
    const driver = await begin();
    carryOnTo(driver, 'field:team');
    const file = { id: 'a'.repeat(64), name: '方案.pdf', type: 'pdf' as const, bytes: 9 };
    const paper = driver.notice.pack.form.checklist.find(({ accepts }) => accepts)!;
    driver.step({ kind: 'file', file, for: paper.id });
    expect(driver.session.files[paper.id]).toEqual([file]);
    expect(driver.session.prompt?.asks).toEqual({ kind: 'field', field: 'team' });
    driver.step({
      kind: 'file',
      file: { ...file, id: 'b'.repeat(64), name: '另一份.pdf' },
      for: 'no-such-paper',
    });
    expect(driver.session.prompt?.asks.kind).toBe('file');
  });
});
