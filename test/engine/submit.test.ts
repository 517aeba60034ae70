import { describe, expect, it } from 'vitest';
import { applicationNumber } from '../../src/engine/application.ts';
import { workdayAfter } from '../../src/engine/workdays.ts';
import { currentSnapshot } from '../../src/model/application.ts';
import { carryOn, stations } from '../support/applicant.ts';
import { EngineDriver } from '../support/engine-driver.ts';
import { noticeAt, wanzhouFolder } from '../support/packs.ts';

const numbering = { prefix: 'WZ22', digits: 4 };

describe('an application number', () => {
  it('has the prefix, a running number and a letter nobody confuses', () => {
    for (let count = 1; count <= 200; count += 1) {
      expect(applicationNumber(numbering, count, false)).toMatch(/^WZ22-\d{4}-[ACDEFGHJKMNPQRTUVWXY]$/);
    }
    expect(applicationNumber(numbering, 7, true)).toMatch(/^YLWZ22-0007-/);
    expect(applicationNumber(numbering, 12_345, false)).toMatch(/^WZ22-12345-/);
  });

  it('shows one mistyped digit by its letter, for every number up to 2,000', () => {
    const letter = (count: number): string => applicationNumber(numbering, count, false).at(-1)!;
    const missed: string[] = [];
    for (let count = 1; count <= 2000; count += 1) {
      const digits = String(count).padStart(4, '0');
      for (let at = 0; at < 4; at += 1) {
        for (let digit = 0; digit <= 9; digit += 1) {
          const other = Number(`${digits.slice(0, at)}${digit}${digits.slice(at + 1)}`);
          if (other !== count && letter(other) === letter(count)) missed.push(`${count} ${other}`);
        }
      }
    }
    expect(missed).toEqual([]);
  });
});

describe('a submission', () => {
  it('freezes what was printed, with a digest that any change breaks', async () => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    carryOn(driver, stations.submitted!, 2);
    const snapshot = currentSnapshot(driver.application!);
    expect(snapshot.outcome).toBe('eligible');
    expect(snapshot.groups).toEqual({ partners: 2 });
    expect(snapshot.rows.map(({ label }) => label)).toContain('合作单位2·职责分工');
    const twin = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    carryOn(twin, stations['at the answers']!, 2);
    twin.say('建设主体单位改为 另一家公司');
    carryOn(twin, stations.submitted!, 2);
    expect(currentSnapshot(twin.application!).digest).not.toBe(snapshot.digest);
  });

  it('is stopped by every question put aside, and goes on once they are answered', async () => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    carryOn(driver, stations['in the form']!);
    driver.say('跳过');
    const [skipped] = driver.session.skipped;
    carryOn(driver, stations['at the answers']!);
    const stopped = driver.say('提交');
    expect(driver.session.prompt?.asks).toEqual({ kind: 'stop' });
    driver.press(stopped, '补填');
    expect(driver.session.prompt?.asks).toEqual({ kind: 'field', field: skipped });
    carryOn(driver, stations.submitted!);
  });

  it('is stopped by an unanswered self-check', async () => {
    const driver = new EngineDriver(await noticeAt(wanzhouFolder), '2022-09-01');
    driver.say('单位名称：甲公司\n单位性质：企业');
    carryOn(driver, stations['at the answers']!);
    const stopped = driver.say('提交');
    expect(driver.application).toBeNull();
    driver.press(stopped, '继续自测');
    carryOn(driver, stations.submitted!);
  });
});

describe('the working day after', () => {
  it.each([
    ['2022-09-01', 1, '2022-09-02'],
    ['2022-09-02', 1, '2022-09-05'],
    // 国庆: 1 to 7 October are off, 8 and 9 October are worked (国办发明电〔2021〕11号).
    ['2022-09-30', 1, '2022-10-08'],
    ['2022-09-30', 2, '2022-10-09'],
    ['2022-09-30', 3, '2022-10-10'],
    // 中秋: 10 to 12 September are off.
    ['2022-09-09', 1, '2022-09-13'],
  ])('%s, the %s., is %s', (date, count, day) => {
    expect(workdayAfter(date, count)).toBe(day);
  });

  it('follows the days the office sets itself', () => {
    expect(workdayAfter('2022-09-01', 1, { '2022-09-02': false, '2022-09-03': true })).toBe('2022-09-03');
  });
});
