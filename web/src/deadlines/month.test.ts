import { describe, expect, it } from 'vitest';
import { stepDay, stepMonth, weekday, weeksOf } from './month';

describe('a month', () => {
  it('begins its weeks on Monday and fills them with the days of its neighbours', () => {
    const weeks = weeksOf('2026-11');
    expect(weeks).toHaveLength(6);
    expect(weeks[0]).toEqual(['2026-10-26', '2026-10-27', '2026-10-28', '2026-10-29', '2026-10-30', '2026-10-31', '2026-11-01']);
    expect(weeks.at(-1)?.[0]).toBe('2026-11-30');
  });

  it.each([['2027-02', 4], ['2026-12', 5], ['2028-02', 5], ['2026-08', 6]])('%s has %i weeks', (month, weeks) => {
    expect(weeksOf(month)).toHaveLength(weeks);
    expect(weeksOf(month).flat().filter((day) => day.startsWith(month))).toHaveLength(new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate());
  });

  it('is left by days and by months, never past the last of a shorter one', () => {
    expect(stepDay('2026-12-31', 1)).toBe('2027-01-01');
    expect(stepMonth('2026-01-31', 1)).toBe('2026-02-28');
    expect(stepMonth('2026-01-15', -1)).toBe('2025-12-15');
    expect(weekday('2026-11-23')).toBe(0);
    expect(weekday('2026-11-29')).toBe(6);
  });
});
