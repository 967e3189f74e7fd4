// How far the recognition of files and pages is, in figures.
import type { FileView, PageSize } from '../api/types';

/** Below this mean confidence in percent the text of a page is to be compared with its picture. */
export const UNSURE_BELOW = 75;

export interface Progress {
  done: number;
  total: number;
}

/** Pages that are done of those to be recognised, while some still wait. */
export function progressOf(files: readonly Pick<FileView, 'state' | 'recognition'>[]): Progress | null {
  const going = files.flatMap(({ state, recognition }) => (state === 'not_yet_read' && recognition ? [recognition] : []));
  const total = going.reduce((sum, one) => sum + one.total, 0);
  const waiting = going.reduce((sum, one) => sum + one.waiting, 0);
  return waiting > 0 ? { done: total - waiting, total } : null;
}

export const hasFailed = ({ recognition }: PageSize) => recognition?.state === 'failed';
export const isUnsure = ({ recognition }: PageSize) =>
  recognition?.state === 'recognised' && recognition.confidence !== null && recognition.confidence < UNSURE_BELOW;

/** Numbers of pages as one reads them: «3, 5–7». */
export function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
