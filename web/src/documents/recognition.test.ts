import { describe, expect, it } from 'vitest';
import type { FileView, PageSize } from '../api/types';
import { hasFailed, isUnsure, progressOf, ranges } from './recognition';

const file = (state: FileView['state'], recognition: FileView['recognition']) => ({ state, recognition });
const page = (recognition: PageSize['recognition']): PageSize =>
  ({ number: 1, width_pt: 595, height_pt: 842, has_text: true, turn: 0, recognition });

describe('the progress of recognition', () => {
  it('adds up the files whose pages wait', () => {
    const files = [
      file('not_yet_read', { total: 12, waiting: 9, failed: 1 }),
      file('not_yet_read', { total: 2, waiting: 1, failed: 0 }),
      file('read', { total: 5, waiting: 0, failed: 0 }),
    ];
    expect(progressOf(files)).toEqual({ done: 4, total: 14 });
  });

  it.each([
    [[file('read', null)]],
    [[file('not_yet_read', { total: 3, waiting: 0, failed: 0 })]],
    [[file('quarantined', { total: 3, waiting: 2, failed: 0 })]],
    [[]],
  ])('is none for %j', (files) => expect(progressOf(files)).toBeNull());
});

describe('pages to look at', () => {
  it('are those that failed and those read with doubts', () => {
    expect(hasFailed(page({ state: 'failed', confidence: null, trouble: 'reading.time' }))).toBe(true);
    expect(hasFailed(page(null))).toBe(false);
    expect(isUnsure(page({ state: 'recognised', confidence: 74.9, trouble: null }))).toBe(true);
    expect(isUnsure(page({ state: 'recognised', confidence: 75, trouble: null }))).toBe(false);
    expect(isUnsure(page({ state: 'blank', confidence: null, trouble: null }))).toBe(false);
  });

  it('are named in ranges', () => {
    expect(ranges([3, 5, 6, 7, 10])).toBe('3, 5–7, 10');
    expect(ranges([])).toBe('');
  });
});
