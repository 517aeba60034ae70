import { expect, it } from 'vitest';
import type { Turn } from '../../src/model/turn.ts';
import { carryOnTo, nameOf } from '../support/applicant.ts';
import { EngineDriver, textOf } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

/** Self-check done, at the consent that the form begins with. */
const atConsent = async (): Promise<EngineDriver> => {
  const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
  carryOnTo(driver, 'consent');
  return driver;
};
const asked = ({ session }: EngineDriver): string => nameOf(session.prompt!.asks);
/** All that a turn keeps: the session, and what goes to the author's lists. */
const keptBy = ({ session, effects }: Turn): string =>
  JSON.stringify([session, effects.filter(({ kind }) => kind !== 'message')]);

const block =
  '单位名称：重庆三峡甲机械有限公司\n法人代表：何强\n单位联系人：吴芳\n单位联系电话：13800138001\n责任人：郑明\n责任人电话：13800138002';

it.each([
  ['pasted', block],
  ['told', '我们是重庆三峡甲机械有限公司，法人代表何强，联系人吴芳，电话13800138001'],
  ['named', '法人代表改为 何强'],
  ['written alone', '何强'],
  ['asked with', '王建国的电话13800138001，申报有多少名额？'],
])('keeps no name and no number that was %s before the consent', async (_how, message) => {
  const driver = await atConsent();
  const { turn } = driver.step({ kind: 'text', text: message });
  expect(keptBy(turn)).not.toMatch(/何强|吴芳|郑明|王建国|1380013800/u);
  expect(asked(driver)).toBe('consent');
});

it('says what was not kept, and takes it after the consent', async () => {
  const driver = await atConsent();
  expect(textOf(driver.say(block))).toMatch(/法人代表.*属个人信息.*请再发一次/u);
  driver.say('同意');
  driver.say(block);
  expect(driver.session.answers.legalPerson?.value).toBe('何强');
  expect(driver.session.answers.leaderPhone?.value).toBe('13800138002');
});

it('keeps what is nothing personal, and then asks what is still open', async () => {
  const driver = await atConsent();
  expect(textOf(driver.say('重庆三峡甲机械有限公司'))).toContain('单位名称：重庆三峡甲机械有限公司');
  expect(asked(driver)).toBe('consent');
  driver.say('企业');
  driver.say('同意');
  expect(asked(driver)).toBe('field:unitAddress');
});

it.each(['好嘛再说', '我不太想填手机号', '继续', '种植', '要写全称还是简称'])(
  'takes %s for no answer to what comes behind the consent',
  async text => {
    const driver = await atConsent();
    driver.say(text);
    expect(driver.session.answers).toEqual({});
    expect(driver.session.consent).toBeNull();
  },
);
