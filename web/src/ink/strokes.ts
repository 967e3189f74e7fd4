// Strokes as numbers: where they lie on a page that is turned to be read, which of them an eraser touches, and how the
// strokes of two devices become one page.
import type { InkPoint, InkStroke } from '../api/types';

/** The right and lower edge of a page in the units of a stroke. */
export const EDGE = 10_000;
/** Widths of lines in points of the page: fine, medium, broad. */
const LINES = [1.2, 2.2, 4.2];
const MARKER = [9, 14, 20];

export function lineOf({ colour, width }: Pick<InkStroke, 'colour' | 'width'>): number {
  return (colour === 'yellow' ? MARKER : LINES)[width - 1] ?? 2;
}

/** A place of the page as the file holds it, where the page is shown turned clockwise; both as shares. */
export function shownAt(x: number, y: number, turn: number): [number, number] {
  if (turn === 90) return [1 - y, x];
  if (turn === 180) return [1 - x, 1 - y];
  if (turn === 270) return [y, 1 - x];
  return [x, y];
}

/** A place that is shown, as a point of the page; what is drawn past the edge lies on it. */
export function pointAt(x: number, y: number, pressure: number, turn: number): InkPoint {
  const [across, down] = shownAt(x, y, (360 - turn) % 360);
  const whole = (share: number, most: number) => Math.round(Math.min(Math.max(share, 0), 1) * most);
  return [whole(across, EDGE), whole(down, EDGE), whole(pressure, 255)];
}

/** The strokes that a place comes near, given how far is near in units of width and height. */
export function touched(strokes: readonly InkStroke[], [x, y]: InkPoint, near: readonly [number, number]): InkStroke[] {
  return strokes.filter(({ points }) =>
    points.some((point, index) => {
      const before = points[index - 1] ?? point;
      return distance([x / near[0], y / near[1]], scaled(before, near), scaled(point, near)) <= 1;
    }));
}

type Place = readonly [number, number];
const scaled = ([x, y]: InkPoint, [across, down]: Place): Place => [x / across, y / down];

/** From a place to the line between two others. */
function distance([x, y]: Place, [ax, ay]: Place, [bx, by]: Place): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / length, 0), 1);
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** Both pages on one: a stroke that both have stands once. */
export function merged(theirs: readonly InkStroke[], mine: readonly InkStroke[]): InkStroke[] {
  const known = new Set(theirs.map(({ id }) => id));
  return [...theirs, ...mine.filter(({ id }) => !known.has(id))];
}

/** Whether two pages hold the same strokes. */
export function same(one: readonly InkStroke[], other: readonly InkStroke[]): boolean {
  return one.length === other.length && one.every(({ id }, index) => id === other[index]?.id);
}

/** What a pen drew, without the points that say nothing new. */
export function thinned(points: readonly InkPoint[]): InkPoint[] {
  return points.filter(([x, y], index) => {
    const before = points[index - 1];
    return !before || index === points.length - 1 || Math.abs(x - before[0]) + Math.abs(y - before[1]) > 6;
  });
}
