import { describe, expect, it } from 'vitest';
import { carryOn, stations } from '../support/applicant.ts';
import { EngineDriver } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder, yunxiFolder } from '../support/packs.ts';

const ready = [
  '嗯没问题了提交吧',
  '好了没问题',
  '核对没问题了',
  '看过了，交吧',
  '无误，提交吧',
  '已阅读并同意提交',
  '没得问题咯，交嘛',
  '我已经看完了，提交',
  '都对，提交',
  '好的谢谢，提交',
];
const notReady = [
  '谢谢老师',
  '不提交',
  '先不交',
  '我',
  '再看看',
  '还没看完',
  '没看完，等下交',
  '提交后还能改吗',
];

/** What is asked after a text at the commitments. */
const sentAfter = async (folder: string, date: string, text: string) => {
  const driver = new EngineDriver(await noticeAt(folder), date);
  carryOn(driver, stations['at the commitments']!, 2);
  driver.step({ kind: 'text', text });
  return driver.application !== null;
};

describe.each([
  [wanzhouFolder, '2022-09-01'],
  [yunxiFolder, '2026-03-20'],
])('at the commitments of %s', (folder, date) => {
  it.each(ready)('%s: sent in', async text => expect(await sentAfter(folder, date, text)).toBe(true));
  it.each(notReady)('%s: not sent in', async text => expect(await sentAfter(folder, date, text)).toBe(false));
});
