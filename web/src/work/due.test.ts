import { describe, expect, it } from 'vitest';
import { dayOf, distance, dueWords, officeDay, officeMoment } from './due';
import { timeOf } from '../messages/format';

/** Half past midnight on the 23rd in Hà Nội: still the 22nd by UTC. */
const NIGHT = new Date('2026-11-22T17:30:00Z');

describe('due dates', () => {
  it('are those of the office, not of the device', () => {
    expect(officeDay(NIGHT)).toBe('2026-11-23');
    expect(dayOf('2026-11-22T18:00:00Z')).toBe('23/11/2026');
    expect(timeOf('2026-11-23T10:00:00Z')).toBe('17:00');
    expect(new Date(officeMoment('2026-11-23', '17:00')).toISOString()).toBe('2026-11-23T10:00:00.000Z');
  });

  it.each([
    ['2026-11-23T10:00:00Z', 0, false, 'Hạn 17:00 hôm nay', 'warn'],
    ['2026-11-22T17:10:00Z', 0, true, 'Quá hạn từ 0:10 hôm nay', 'bad'],
    ['2026-11-22T10:00:00Z', -1, true, 'Quá hạn 1 ngày', 'bad'],
    ['2026-11-24T10:00:00Z', 1, false, 'Hạn ngày mai', 'warn'],
    ['2026-11-26T10:00:00Z', 3, false, 'Còn 3 ngày', 'plain'],
    ['2025-11-23T10:00:00Z', -365, true, 'Quá hạn 365 ngày', 'bad'],
  ])('%s is %i days off', (at, days, late, words, tone) => {
    expect(distance(at, NIGHT)).toEqual({ days, late });
    expect(dueWords(at, NIGHT)).toEqual({ words, tone });
  });
});
