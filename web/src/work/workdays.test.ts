import { describe, expect, it } from 'vitest';
import type { CalendarYear } from '../api/types';
import { closing, isWorked, workdayAfter, workdaysOf } from './workdays';

const calendar = workdaysOf([
  {
    hours: { morning: { from: '07:30', to: '11:45' }, afternoon: { from: '13:30', to: '17:15' } },
    days: [
      { day: '2026-09-01', kind: 'holiday' },
      { day: '2026-09-02', kind: 'holiday' },
      { day: '2026-08-31', kind: 'compensatory_off' },
      { day: '2026-08-22', kind: 'working_day' },
      { day: '2026-12-31', kind: 'half_day' },
    ],
  } as CalendarYear,
]);

describe('days to suggest', () => {
  it.each([
    ['2026-08-22', true],
    ['2026-08-29', false],
    ['2026-08-31', false],
    ['2026-09-03', true],
  ])('%s is worked: %s', (day, worked) => expect(isWorked(day, calendar)).toBe(worked));

  it('are counted over holidays, and end when the office closes', () => {
    expect(workdayAfter('2026-08-28', 1, calendar)).toBe('2026-09-03');
    expect(workdayAfter('2026-08-21', 1, calendar)).toBe('2026-08-22');
    expect(closing('2026-09-03', calendar)).toBe('17:15');
    expect(closing('2026-12-31', calendar)).toBe('11:45');
  });
});
