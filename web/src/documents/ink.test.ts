import { describe, expect, it } from 'vitest';
import { columnsOf, shownOf } from './ink';

const COLUMNS = 228;

function paper(...inked: { column: number; rows: number }[]): Uint8ClampedArray {
  const points = new Uint8ClampedArray(COLUMNS * 300 * 4).fill(255);
  for (const { column, rows } of inked) for (let row = 0; row < rows; row += 1) points.fill(90, (row * COLUMNS + column) * 4, (row * COLUMNS + column) * 4 + 3);
  return points;
}

describe('ink of a page', () => {
  it('reaches from its first to its last column, with a little air', () => {
    const ink = columnsOf(paper({ column: 57, rows: 40 }, { column: 170, rows: 3 }));
    expect(ink?.from).toBeCloseTo(57 / COLUMNS - 0.015);
    expect((ink?.from ?? 0) + (ink?.width ?? 0)).toBeCloseTo(171 / COLUMNS + 0.015);
  });

  it('is not a speck of dust, but a note in the margin', () => {
    expect(columnsOf(paper({ column: 3, rows: 1 }, { column: 100, rows: 9 }))?.from).toBeGreaterThan(0.4);
    expect(columnsOf(paper({ column: 3, rows: 6 }, { column: 100, rows: 9 }))?.from).toBe(0);
  });

  it('is nowhere on an empty page', () => {
    expect(columnsOf(paper())).toBeNull();
  });
});

describe('what is shown of a page', () => {
  it('stays where it was as long as it holds the ink', () => {
    expect(shownOf({ from: 0.2, width: 0.6 })).toEqual({ from: 0.12, width: 0.82 });
    expect(shownOf({ from: 0.11, width: 0.84 })).toEqual({ from: 0.12, width: 0.82 });
  });

  it('moves just so far that nothing is cut away, and is wider where the ink is', () => {
    expect(shownOf({ from: 0.05, width: 0.7 })).toEqual({ from: 0.05, width: 0.82 });
    expect(shownOf({ from: 0.3, width: 0.68 }).from).toBeCloseTo(0.16);
    expect(shownOf({ from: 0.02, width: 0.95 })).toEqual({ from: 0.02, width: 0.95 });
  });
});
