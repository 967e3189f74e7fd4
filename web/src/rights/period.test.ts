import { describe, expect, it } from 'vitest';
import { beginOf, dayAfter, endOf, sinceWords, untilWords } from './period';

describe('a period of days', () => {
  it('ends with the end of its last day, also at the end of a year', () => {
    expect(beginOf('2026-12-31')).toBe('2026-12-31T00:00:00+07:00');
    expect(endOf('2026-12-31')).toBe('2027-01-01T00:00:00+07:00');
    expect(dayAfter('2028-02-28', 1)).toBe('2028-02-29');
  });

  it('is told as days where it is made of days, with times where it is not', () => {
    expect(untilWords(endOf('2026-11-27'))).toBe('hết 27/11/2026');
    expect(untilWords('2026-11-27T10:00:00Z')).toBe('17:00 27/11/2026');
    expect(sinceWords(beginOf('2026-11-27'))).toBe('27/11/2026');
    expect(sinceWords('2026-11-27T02:05:00Z')).toBe('9:05 27/11/2026');
  });
});
