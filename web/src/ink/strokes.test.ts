import { describe, expect, it } from 'vitest';
import type { InkPoint, InkStroke } from '../api/types';
import { drawn } from './outline';
import { merged, pointAt, same, shownAt, thinned, touched } from './strokes';

const stroke = (id: string, ...points: InkPoint[]): InkStroke => ({ id, colour: 'red', width: 2, points });

describe('a place on a page', () => {
  it.each([0, 90, 180, 270])('stays the same one where the page is turned by %i', (turn) => {
    const [x, y] = pointAt(0.2, 0.7, 0.5, turn);
    const [across, down] = shownAt(x / 10_000, y / 10_000, turn);
    expect([across, down].map((share) => Math.round(share * 100) / 100)).toEqual([0.2, 0.7]);
  });

  it('turns with the hands of the clock', () => {
    expect(shownAt(0, 0, 90)).toEqual([1, 0]);
  });

  it('lies on the page, also where the pen slips over the edge', () => {
    expect(pointAt(-0.2, 1.4, 3, 0)).toEqual([0, 10_000, 255]);
  });
});

describe('an eraser', () => {
  const strokes = [stroke('a', [1000, 1000, 128], [3000, 1000, 128]), stroke('b', [1000, 5000, 128])];
  it('takes what it touches between two points, and nothing else', () => {
    expect(touched(strokes, [2000, 1050, 128], [100, 70]).map(({ id }) => id)).toEqual(['a']);
    expect(touched(strokes, [1000, 5000, 128], [100, 70]).map(({ id }) => id)).toEqual(['b']);
    expect(touched(strokes, [2000, 1200, 128], [100, 70])).toEqual([]);
  });
});

describe('two devices', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((id) => stroke(id, [1, 1, 1])) as [InkStroke, InkStroke, InkStroke];
  it('lose no stroke when both pages are kept, and have none twice', () => {
    expect(merged([a, b], [a, c]).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('have the same page when the strokes are the same', () => {
    expect(same([a, b], [a, { ...b }])).toBe(true);
    expect(same([a, b], [a])).toBe(false);
  });
});

describe('a stroke', () => {
  it('keeps its ends and leaves out what says nothing new', () => {
    const points: InkPoint[] = [[0, 0, 1], [1, 1, 1], [2, 2, 1], [100, 0, 1], [101, 0, 1]];
    expect(thinned(points)).toEqual([[0, 0, 1], [100, 0, 1], [101, 0, 1]]);
  });

  it('is drawn where it lies, also as a dot', () => {
    const sheet = { wide: 600, high: 800, turn: 0 };
    expect(drawn(stroke('a', [5000, 5000, 128]), sheet)).toMatch(/^M(29|30)\d\.?\d* (39|40)\d/);
    expect(drawn(stroke('a', [0, 0, 128], [5000, 5000, 200], [9000, 100, 90]), sheet)).not.toMatch(/NaN|undefined/);
  });
});
