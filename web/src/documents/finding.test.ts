import { describe, expect, it } from 'vitest';
import type { PageText } from '../api/types';
import { fewAtATime, places } from './finding';

const page = (text: string): PageText => ({ number: 3, text, words: [], width_pt: 595, height_pt: 842 });
const found = (text: string, question: string) => places(page(text), question).map(({ start, end }) => text.slice(start, end));

describe('finding in a paper', () => {
  it('needs no diacritics and no whole last word', () => {
    expect(found('Đầu tư công, đầu tư tư nhân', 'dau tu')).toEqual(['Đầu tư', 'đầu tư']);
    expect(found('Đầu tư công và đầu tư', 'đầu tư cô')).toEqual(['Đầu tư công']);
    expect(found('giải ngân', 'ngan giai')).toEqual([]);
  });

  it('goes over the end of a line and says the page', () => {
    expect(places(page('Ủy ban\nnhân dân'), 'ban nhan')).toEqual([{ page: 3, start: 3, end: 11 }]);
  });

  it('finds nothing for nothing, and counts no word twice', () => {
    expect(found('a b', ' . ')).toEqual([]);
    expect(found('la la la la', 'la la')).toEqual(['la la', 'la la']);
  });
});

describe('a few at a time', () => {
  it('never runs more than that at once, and does them all', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await fewAtATime([1, 2, 3, 4, 5, 6, 7], 3, async (number) => {
      most = Math.max(most, (running += 1));
      await Promise.resolve();
      running -= 1;
      done.push(number);
    }, () => false);
    expect(most).toBe(3);
    expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('stops when told', async () => {
    const done: number[] = [];
    await fewAtATime([1, 2, 3], 1, (number) => Promise.resolve(void done.push(number)), () => done.length === 2);
    expect(done).toEqual([1, 2]);
  });
});
