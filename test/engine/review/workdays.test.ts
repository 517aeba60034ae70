import { describe, expect, it } from 'vitest';
import {
  workdayAfter,
  workdaysBetween,
  workingHoursAfter,
  yearsWithoutData,
} from '../../../src/engine/workdays.ts';
import { instantOf, localMoment } from '../../../src/model/calendar.ts';

const zone = 'Asia/Shanghai';
const hours = { from: '09:00', to: '17:30' };

describe('working days', () => {
  it.each([
    // The holiday notices of the State Council for 2022: Mid-Autumn 10–12 September, National Day 1–7 October with
    // work on Saturday 8 and Sunday 9 October.
    ['2022-09-08', 1, '2022-09-09'],
    ['2022-09-09', 1, '2022-09-13'],
    ['2022-09-08', 3, '2022-09-14'],
    ['2022-09-30', 1, '2022-10-08'],
    ['2022-09-30', 3, '2022-10-10'],
  ])('after %s the %ith is %s', (from, count, day) => {
    expect(workdayAfter(from, count)).toBe(day);
    expect(workdaysBetween(from, day)).toBe(count);
  });

  it('follow the office’s own calendar where it says otherwise', () => {
    expect(workdayAfter('2022-09-08', 1, { '2022-09-09': false })).toBe('2022-09-13');
    expect(workdayAfter('2022-09-09', 1, { '2022-09-10': true })).toBe('2022-09-10');
  });

  it('name the years whose holidays are not known', () => {
    expect(yearsWithoutData('2022-01-01', '2022-12-31')).toEqual([]);
    expect(yearsWithoutData('2022-12-01', '2099-01-01')).toContain(2099);
  });
});

describe('working hours', () => {
  const at = (date: string, time: string) => localMoment(instantOf(date, time, zone), zone);
  it.each([
    ['2022-09-08', '09:00', 4, '2022-09-08 13:00'],
    ['2022-09-08', '16:30', 4, '2022-09-09 12:00'],
    ['2022-09-08', '22:00', 4, '2022-09-09 13:00'],
    ['2022-09-09', '17:00', 1, '2022-09-13 09:30'],
    ['2022-09-10', '12:00', 2, '2022-09-13 11:00'],
  ])('%s %s plus %i is %s', (date, time, count, wanted) => {
    const due = localMoment(workingHoursAfter(at(date, time), count, hours, zone), zone);
    expect(`${due.date} ${due.time}`).toBe(wanted);
  });
});
