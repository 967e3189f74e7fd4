// How far the ink of a page reaches to both sides, looked up in its picture: nothing that is on the paper is trimmed away.

import { TRIMMED, type Strip } from './view.svelte';

/** Columns looked at; a stroke of a letter is still some of one. */
const COLUMNS = 228;
/** How much darker than white a point is that counts as ink, of 255. */
const DARK = 40;
/** White left beside the ink, as a share of the page. */
const AIR = 0.015;

export function inkOf(picture: HTMLCanvasElement): Strip | null {
  const rows = Math.round((COLUMNS * picture.height) / picture.width);
  const canvas = Object.assign(document.createElement('canvas'), { width: COLUMNS, height: rows });
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen || !rows) return null;
  pen.drawImage(picture, 0, 0, COLUMNS, rows);
  return columnsOf(pen.getImageData(0, 0, COLUMNS, rows).data);
}

/** What is shown of a page: it stays as long as no ink would be cut away; else it moves so far that there is air, too. */
export function shownOf({ from, width }: Strip): Strip {
  const end = from + width;
  if (from + AIR >= TRIMMED.from && end - AIR <= TRIMMED.from + TRIMMED.width) return TRIMMED;
  const wide = Math.max(TRIMMED.width, width);
  return { from: Math.min(Math.max(TRIMMED.from, end - wide), from), width: wide };
}

/** From the points of a picture so many columns wide. */
export function columnsOf(points: Uint8ClampedArray): Strip | null {
  const inked = new Uint32Array(COLUMNS);
  for (let at = 0; at < points.length; at += 4) {
    const light = Math.min(points[at] ?? 255, points[at + 1] ?? 255, points[at + 2] ?? 255);
    const column = (at / 4) % COLUMNS;
    if (light < 255 - DARK) inked[column] = (inked[column] ?? 0) + 1;
  }
  // A single dark point is dust.
  const first = inked.findIndex((count) => count > 1);
  const last = inked.findLastIndex((count) => count > 1);
  if (first < 0) return null;
  const from = Math.max(first / COLUMNS - AIR, 0);
  return { from, width: Math.min((last + 1) / COLUMNS + AIR, 1) - from };
}
