import { afterEach, describe, expect, it } from 'vitest';
import { applicationKey, changeOf } from '../../../src/host/records.ts';
import type { Application } from '../../../src/model/application.ts';
import { applicationLists } from '../../../src/model/application-lists.ts';
import type { Pack } from '../../../src/model/pack/pack.ts';
import { carryOn } from '../../support/applicant.ts';
import { EngineDriver } from '../../support/engine-driver.ts';
import { noticeAt, wanzhouFolder, yunxiFolder } from '../../support/packs.ts';
import { submitWanzhou } from './applicants.ts';
import { Office } from './office.ts';

let office: Office;
afterEach(() => office.close());

type Mode = Pack['review']['stages'][number]['mode'];

/** The Wanzhou notice with another way to decide its first stage. */
const withMode = async (mode: Mode): Promise<Pack> => {
  const { pack } = await noticeAt(wanzhouFolder);
  const [first, ...rest] = pack.review.stages;
  return { ...pack, review: { ...pack.review, stages: [{ ...first!, mode }, ...rest] } };
};

const openWith = async (mode: Mode, people: readonly string[]): Promise<string> => {
  office = await Office.open({ pack: await withMode(mode), now: '2022-09-01' });
  for (const name of people) await office.bind(name, 'enterprise', 'reviewer');
  return (await submitWanzhou(office)).number;
};

describe('或签', () => {
  it('one pass is enough, and a colleague asked in addition must pass too', async () => {
    const number = await openWith('any', ['审', '核']);
    await office.bind('农', 'agri', 'reviewer');
    await office.press('审', '加签');
    const asked = await office.press('审', '农（农业农村科技科）');
    expect(asked.text('农')).toContain('审请您对下列申请加签');
    expect(asked.buttons('农')).toContain('初审通过');
    expect(asked.text('核')).not.toContain('请您');
    expect((await office.say('核', `通过 ${number}`)).text('核')).toContain('本环节还需1人办理');
    // 或签 is done: only the one asked in addition is still awaited.
    expect((await office.say('审', `通过 ${number}`)).text('审')).toContain('没有办理这份申请的权限');
    await office.press('农', '初审通过');
    expect((await office.application(number)).stage).toBe('experts');
  });

  it('a transfer leaves the decision to the new person alone, and says so', async () => {
    const number = await openWith('any', ['审', '核']);
    await office.bind('农', 'agri', 'reviewer');
    await office.press('审', '转交');
    const asked = await office.press('审', '农（农业农村科技科）');
    expect(asked.text('农')).toContain('审将下列申请转交您办理');
    expect((await office.say('核', `通过 ${number}`)).text('核')).toContain('没有办理这份申请的权限');
    expect((await office.press('农', '初审通过')).text('农')).toContain('已记录：初审通过');
  });
});

describe('a reviewer who types', () => {
  it.each(['通过', '退回一下', '待办列表', '我的待办事项', '/待办'])(
    'is shown what waits, and decides nothing, by %j without a number',
    async words => {
      const number = await openWith('any', ['审']);
      const shown = await office.say('审', words);
      expect(shown.text('审')).toContain('您的待办申请（1件）');
      expect(shown.text('审')).toContain(number);
      expect((await office.application(number)).stage).toBe('compliance');
    },
  );

  it('words behind 通过 may take it back: the decision is asked for once more', async () => {
    const number = await openWith('any', ['审']);
    expect((await office.say('审', `通过 ${number} 不行`)).text('审')).toContain('确认对申请');
    expect((await office.application(number)).stage).toBe('compliance');
    expect((await office.press('审', '确认')).text('审')).toContain('已记录：初审通过');
  });

  it('means the case looked at last by 可以，通过, and is shown all where none was looked at', async () => {
    const first = await openWith('any', ['审']);
    const second = (await submitWanzhou(office, '李')).number;
    const asked = await office.say('审', '可以，通过');
    expect(asked.text('审')).toContain('您的待办申请（2件）');
    expect(asked.buttons('审')).not.toContain('确认');
    await office.say('审', second);
    expect((await office.say('审', '可以，通过')).text('审')).toContain(
      `确认对申请${second}作“初审通过”处理吗`,
    );
    await office.press('审', '确认');
    expect((await office.application(first)).stage).toBe('compliance');
    expect((await office.application(second)).stage).toBe('experts');
  });

  it('is shown the case, and decides nothing, by a sentence with 通过 and its number', async () => {
    const number = await openWith('any', ['审']);
    for (const words of [`通过不了 ${number}`, `${number} 能通过吗`]) {
      expect((await office.say('审', words)).buttons('审')).toContain('初审通过');
      expect((await office.application(number)).stage).toBe('compliance');
    }
  });

  it('has buttons who took the seat after the submission, and the others keep theirs', async () => {
    const number = await openWith('any', ['审']);
    const old = office.token('审', '初审通过');
    await office.bind('新', 'enterprise', 'reviewer');
    expect((await office.say('新', number)).buttons('新')).toContain('初审通过');
    await office.say('新', number);
    expect(Object.keys((await office.application(number)).grants)).toContain(old);
    expect((await office.press('新', '初审通过')).text('新')).toContain('已记录：初审通过');
  });

  it('gives reasons, not words that hold their place', async () => {
    const number = await openWith('any', ['审']);
    await office.press('审', '不予通过');
    for (const words of ['还没得', '不清楚', '等一下', '好的'])
      expect((await office.say('审', words)).text('审')).toContain('这还不是理由');
    expect((await office.say('审', `不通过 ${number} 还没得`)).text('审')).not.toContain('已记录');
    expect((await office.application(number)).status).toBe('in-review');
    await office.say('审', '材料不实');
    expect((await office.press('审', '确认')).text('审')).toContain('已记录：不予通过');
  });

  it('finds the words of the desk in the help, and an applicant does not', async () => {
    await openWith('any', ['审']);
    expect((await office.say('审', '帮助')).text('审')).toContain('通过 编号');
    const applicant = (await office.say('王', '帮助')).text('王');
    expect(applicant).toContain('资格自测');
    expect(applicant).not.toContain('通过 编号');
  });
});

describe('会签', () => {
  it('everybody must pass, each once', async () => {
    const number = await openWith('all', ['审', '核']);
    expect((await office.press('审', '初审通过')).text('审')).toContain('本环节还需1人办理');
    expect((await office.say('审', `通过 ${number}`)).text('审')).toContain('没有办理这份申请的权限');
    expect((await office.application(number)).stage).toBe('compliance');
    await office.press('核', '初审通过');
    expect((await office.application(number)).stage).toBe('experts');
  });

  it('a transfer puts the new person in the place of the one who asked', async () => {
    const number = await openWith('all', ['审', '核']);
    await office.bind('农', 'agri', 'reviewer');
    await office.press('审', '转交');
    await office.press('审', '农（农业农村科技科）');
    await office.say('核', `通过 ${number}`);
    expect((await office.application(number)).stage).toBe('compliance');
    await office.press('农', '初审通过');
    expect((await office.application(number)).stage).toBe('experts');
  });

  it('one rejection ends it', async () => {
    const number = await openWith('all', ['审', '核']);
    await office.press('审', '初审通过');
    await office.say('核', `不通过 ${number} 材料不实`);
    expect((await office.application(number)).status).toBe('rejected');
  });
});

describe('依次', () => {
  it('asks one after the other', async () => {
    const number = await openWith('order', ['审', '核']);
    expect((await office.say('核', `通过 ${number}`)).text('核')).toContain('没有办理这份申请的权限');
    const passed = await office.press('审', '初审通过');
    expect(passed.buttons('核')).toContain('初审通过');
    await office.press('核', '初审通过');
    expect((await office.application(number)).stage).toBe('experts');
  });
});

describe('who may decide', () => {
  it('the applicant never decides on the own application, whatever the seat', async () => {
    office = await Office.open({ pack: await withMode('any'), now: '2022-09-01' });
    await office.bind('王', 'enterprise', 'reviewer');
    await office.bind('审', 'enterprise', 'reviewer');
    const { number, delivered } = await submitWanzhou(office);
    expect(delivered.buttons('王')).not.toContain('初审通过');
    await office.say('王', `通过 ${number}`);
    expect((await office.application(number)).decisions).toEqual([]);
    expect((await office.press('审', '转交')).buttons('审')).toEqual(['取消']);
  });

  it('nobody but the applicant bound: the operator hears', async () => {
    office = await Office.open({ pack: await withMode('any'), now: '2022-09-01' });
    await office.bind('王', 'enterprise', 'reviewer');
    await office.bind('管', 'platform', 'operator');
    const { delivered } = await submitWanzhou(office);
    expect(delivered.text('管')).toContain('没有可通知的办理人员');
  });

  it('a section without people hands over to the default section and tells the operator', async () => {
    office = await Office.open({ pack: await withMode('any'), now: '2022-09-01' });
    await office.bind('台', 'platform', 'reviewer');
    await office.bind('管', 'innovation', 'operator');
    const { delivered } = await submitWanzhou(office);
    expect(delivered.buttons('台')).toContain('初审通过');
    expect(delivered.text('管')).toContain('尚未绑定人员');
  });

  it('somebody with several seats gets one card and acts in the seat of the stage', async () => {
    office = await Office.open({ pack: await withMode('any'), now: '2022-09-01' });
    await office.bind('审', 'agri', 'contact');
    await office.bind('审', 'enterprise', 'contact');
    await office.bind('审', 'enterprise', 'head');
    const { number, delivered } = await submitWanzhou(office);
    expect(delivered.to('审')).toHaveLength(1);
    await office.press('审', '初审通过');
    expect((await office.application(number)).decisions[0]).toMatchObject({ verb: 'pass', role: 'head' });
  });

  it('people of another section and operators can neither read nor find a case', async () => {
    const number = await openWith('any', ['审']);
    await office.bind('农', 'agri', 'head');
    await office.bind('管', 'enterprise', 'operator');
    for (const who of ['农', '管', '路人']) {
      for (const line of [number, `查询 ${number}`, `下载 ${number}`, `催办 ${number}`, '待办']) {
        expect((await office.say(who, line)).text(who)).not.toMatch(/三峡榨菜|WZ22-0001-[A-Z]：|02358220000/);
      }
    }
  });
});

describe('another pack’s stages', () => {
  it('run without code: 告知补齐, 不予受理, and 会签 with a record that may stay empty', async () => {
    const notice = await noticeAt(yunxiFolder);
    const { opens } = notice.pack.manifest.window;
    const driver = new EngineDriver(notice, opens);
    carryOn(driver, ({ application }) => application !== null);
    const submitted: Application = driver.application!;
    office = await Office.open({ pack: notice.pack, now: opens });
    await office.bind('林', submitted.section, 'reviewer');
    await office.bind('长', submitted.section, 'head');
    const key = applicationKey(submitted.number);
    const commit = {
      eventId: 'put',
      bodyHash: 'put',
      reply: '',
      expectations: [],
      indexes: applicationLists(submitted),
      outbox: [],
      cancel: [],
    };
    const changes = [changeOf({ key, revision: 0, parts: {} }, submitted)!];
    await office.house.store.commit(notice.pack.id, {
      ...commit,
      changes,
      audit: [
        {
          event: 'put',
          at: office.now,
          actor: submitted.applicant.actor,
          role: 'applicant',
          action: 'application.submit',
          subject: submitted.number,
          to: submitted.stage,
        },
      ],
      at: office.now,
      leaseMs: 0,
    });
    const { number } = submitted;
    const card = await office.say('林', number);
    expect(card.text('林')).toContain('待办申请｜材料审核');
    await office.say('林', `通过 ${number}`);
    await office.at(`${opens} 09:30`);
    expect((await office.say('林', `通过 ${number}`)).text('林')).toContain(
      '请填写“认定文号”，没有可按“不填”。',
    );
    expect((await office.press('林', '不填')).text('林')).toContain('还需1人办理');
    await office.say('长', `通过 ${number}`);
    await office.say('长', '云溪文〔2026〕1号');
    await office.press('长', '确认');
    const done = await office.application(number);
    expect(done.status).toBe('approved');
    expect(done.decisions.at(-1)?.records).toEqual({ listNumber: '云溪文〔2026〕1号' });
  });
});
