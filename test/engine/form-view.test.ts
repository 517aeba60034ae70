import { describe, expect, it } from 'vitest';
import { formView } from '../../src/engine/form-view.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { waitingAt } from '../support/waiting-at.ts';

const view = ({ notice, session }: EngineDriver) => formView(notice.pack, session);

describe('the form in the making', () => {
  it('is none before it is begun', async () => {
    const driver = await waitingAt('fact:registeredInWanzhou');
    expect(view(driver)).toBeNull();
  });

  it('says what is asked, section by section', async () => {
    const driver = await waitingAt('field:unitAddress');
    driver.say('跳过');
    const form = view(driver)!;
    expect(form.asked).toEqual({ place: 'legalPerson', prompt: driver.session.prompt!.id, value: null });
    expect(form.sections.map(({ here, places }) => [here, places.length])).toEqual([
      [true, 9],
      [false, 9],
      [false, 6],
    ]);
    expect(form.sections[0]!.places.map(({ state }) => state).slice(0, 4)).toEqual([
      'filled',
      'filled',
      'skipped',
      'open',
    ]);
  });

  it('gives along what is long enough to be mended, and nothing that is chosen or short', async () => {
    const driver = await waitingAt('review');
    const valueAt = (place: string) => {
      driver.step({ kind: 'place', place });
      return view(driver)!.asked;
    };
    expect(valueAt('rdSituation')).toMatchObject({
      place: 'rdSituation',
      value: driver.session.answers.rdSituation!.value,
    });
    expect(valueAt('unitNature')?.value).toBeNull();
    expect(valueAt('legalPerson')?.value).toBeNull();
    driver.say('删除合作单位1');
    expect(view(driver)!.sections.at(-1)).toMatchObject({ none: true, places: [] });
  });
});

describe('a place that is pointed at', () => {
  it('is asked for, filled in or not, and the walk goes on afterwards where it was', async () => {
    const driver = await waitingAt('field:team');
    const { shown } = driver.step({ kind: 'place', place: 'domainBox' });
    expect(textOf(shown[0]!)).toContain('勾选');
    driver.say('大健康');
    expect(driver.session.answers.domainBox?.value).toBe('大健康');
    expect(driver.session.prompt?.asks).toEqual({ kind: 'field', field: 'team' });
  });

  it('leads into a draft, and changes nothing where there is no such place or no form', async () => {
    const driver = await waitingAt('field:team');
    driver.say('暂停');
    driver.step({ kind: 'place', place: 'unitName' });
    expect(driver.session.prompt?.asks).toEqual({ kind: 'field', field: 'unitName' });
    const { answers } = driver.session;
    expect(textOf(driver.step({ kind: 'place', place: 'partners.7.name' }).shown[0]!)).toContain('已失效');
    expect(driver.session.answers).toEqual(answers);

    const before = new EngineDriver(driver.notice, '2022-09-01');
    expect(textOf(before.step({ kind: 'place', place: 'unitName' }).shown[0]!)).toContain('先做资格自测');
    before.at('2022-10-01');
    const closed = new EngineDriver(driver.notice, '2022-10-01');
    closed.policies = ['rehearses'];
    expect(textOf(closed.say('开始填报'))).toContain('演练');
  });
});
