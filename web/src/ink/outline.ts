// The outline of a stroke as an SVG path, in points of the page as it is shown.
import { getStroke } from 'perfect-freehand';
import type { InkStroke } from '../api/types';
import { EDGE, lineOf, shownAt } from './strokes';

export interface Sheet {
  wide: number;
  high: number;
  turn: number;
}

const known = new WeakMap<InkStroke, { sheet: string; path: string }>();

/** Worked out once for each stroke and way of showing the page: a stroke never changes. */
export function outlineOf(stroke: InkStroke, sheet: Sheet): string {
  const key = `${sheet.wide} ${sheet.high} ${sheet.turn}`;
  const found = known.get(stroke);
  if (found?.sheet === key) return found.path;
  const path = drawn(stroke, sheet);
  known.set(stroke, { sheet: key, path });
  return path;
}

export function drawn(stroke: InkStroke, { wide, high, turn }: Sheet): string {
  const places = stroke.points.map(([x, y, pressure]) => {
    const [across, down] = shownAt(x / EDGE, y / EDGE, turn);
    return [across * wide, down * high, pressure / 255];
  });
  const marker = stroke.colour === 'yellow';
  const outline = getStroke(places, {
    size: lineOf(stroke) * (marker ? 1 : 1.3), thinning: marker ? 0 : 0.55, smoothing: 0.5, streamline: 0.4, simulatePressure: false, last: true,
  });
  return pathOf(outline);
}

/** A closed curve through the middles of the sides. */
function pathOf(outline: number[][]): string {
  const short = (value: number | undefined) => Math.round((value ?? 0) * 100) / 100;
  const [first] = outline;
  if (!first) return '';
  const curve = outline.map(([x = 0, y = 0], index) => {
    const [nextX = 0, nextY = 0] = outline[(index + 1) % outline.length] ?? first;
    return `${short(x)} ${short(y)} ${short((x + nextX) / 2)} ${short((y + nextY) / 2)}`;
  });
  return `M${short(first[0])} ${short(first[1])}Q${curve.join(' ')}Z`;
}
