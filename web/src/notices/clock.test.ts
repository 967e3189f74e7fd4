import { expect, it } from 'vitest';
import { minuteOf, timeOf } from './clock';

it.each([[0, '00:00'], [390, '06:30'], [1439, '23:59']])('minute %i is %s', (minute, time) => {
  expect(timeOf(minute)).toBe(time);
  expect(minuteOf(time)).toBe(minute);
});

it('knows when nothing is typed', () => {
  expect(minuteOf('')).toBeNull();
});
