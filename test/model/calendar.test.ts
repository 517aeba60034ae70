import { describe, expect, it } from 'vitest';
import { addDays, chineseDate, daysBetween, instantOf, localMoment } from '../../src/model/calendar.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

describe('the office’s wall clock', () => {
  it.each([
    ['2022-09-01T02:00:00.123Z', 'Asia/Shanghai', '2022-09-01', '10:00'],
    ['2022-08-31T16:00:00Z', 'Asia/Shanghai', '2022-09-01', '00:00'],
    ['2023-12-31T23:59:59.999Z', 'Asia/Shanghai', '2024-01-01', '07:59'],
    ['2026-01-05T18:40:00Z', 'Asia/Kolkata', '2026-01-06', '00:10'],
    ['2026-07-01T03:30:00Z', 'America/New_York', '2026-06-30', '23:30'],
    ['2026-01-05T00:05:00Z', 'UTC', '2026-01-05', '00:05'],
  ])('shows %s in %s as %s %s', (moment, zone, date, time) => {
    const ms = Date.parse(moment);
    expect(localMoment(ms, zone)).toEqual({ ms, date, time });
  });

  it.each([
    ['2022-09-16', '09:00', 'Asia/Shanghai', '2022-09-16T01:00:00.000Z'],
    ['2026-07-01', '09:00', 'Europe/Berlin', '2026-07-01T07:00:00.000Z'],
    ['2026-12-01', '09:00', 'Europe/Berlin', '2026-12-01T08:00:00.000Z'],
    ['2026-03-29', '03:00', 'Europe/Berlin', '2026-03-29T01:00:00.000Z'],
  ])('shows %s %s in %s at %s', (date, time, zone, moment) => {
    expect(iso(instantOf(date, time, zone))).toBe(moment);
  });

  it('takes the first of two moments that show the same, whatever day it is asked on', () => {
    expect(iso(instantOf('2026-10-25', '02:30', 'Europe/Berlin'))).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(instantOf('2026-11-01', '01:30', 'America/New_York'))).toBe('2026-11-01T05:30:00.000Z');
  });

  it('goes on behind a jump for a time that is never shown', () => {
    expect(iso(instantOf('2026-03-29', '02:30', 'Europe/Berlin'))).toBe('2026-03-29T01:30:00.000Z');
  });
});

describe('dates', () => {
  it('counts whole days both ways', () => {
    expect(daysBetween('2022-09-01', '2022-09-16')).toBe(15);
    expect(daysBetween('2024-03-01', '2024-02-28')).toBe(-2);
    expect(daysBetween('2022-09-16', '2022-09-16')).toBe(0);
  });

  it('steps over the ends of months and years', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2023-12-31', 1)).toBe('2024-01-01');
    expect(addDays('2022-09-02', -3)).toBe('2022-08-30');
  });

  it('writes them as people do', () => {
    expect(chineseDate('2022-09-06')).toBe('2022年9月6日');
    expect(chineseDate('2022-11-16')).toBe('2022年11月16日');
  });
});
