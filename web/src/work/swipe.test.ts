import { describe, expect, it } from 'vitest';
import { follow, wayOf } from './swipe';

const both = { right: true, left: true };

describe('a stroke over a row', () => {
  it.each([
    [10, 0, null],
    [30, 28, null],
    [-30, 40, null],
    [30, 5, 30],
    [-120, 10, -120],
    [400, 0, 160],
  ])('by %s, %s moves it by %s', (dx, dy, shift) => expect(follow(dx, dy, false, both)).toBe(shift));

  it('follows once it has begun, and not where it does nothing', () => {
    expect(follow(5, 60, true, both)).toBe(5);
    expect(follow(90, 0, false, { right: false, left: true })).toBe(0);
  });

  it('does something only from far enough', () => {
    expect([wayOf(87), wayOf(88), wayOf(-88), wayOf(0)]).toEqual([null, 'right', 'left', null]);
  });
});
