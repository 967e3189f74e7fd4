import { describe, expect, it } from 'vitest';
import type { SearchAnswer } from '../api/types';
import { filterCount, isAsked, readQuery, toggled, withoutFilters, writeQuery } from './params';
import { Results } from './results.svelte';

describe('the address of a search', () => {
  const text = 'q=gi%E1%BA%A3i+ng%C3%A2n&loai=cong_van&loai=bao_cao&nam=2026&tu=2026-11-01&xep=moi';

  it('reads and writes the same question', () => {
    expect(writeQuery(readQuery(text))).toBe(text);
    expect(readQuery(text)).toMatchObject({ q: 'giải ngân', kind: ['cong_van', 'bao_cao'], from: '2026-11-01', sort: 'newest' });
  });

  it('ignores what is no day and no order', () => {
    expect(readQuery('tu=hom-qua&xep=lung-tung')).toMatchObject({ from: null, sort: 'relevance' });
  });

  it('counts, switches and clears filters', () => {
    const query = readQuery(text);
    expect(filterCount(query)).toBe(4);
    expect(toggled(query, 'kind', 'cong_van').kind).toEqual(['bao_cao']);
    expect(toggled(query, 'issuer', 'Sở Y tế').issuer).toEqual(['Sở Y tế']);
    expect(withoutFilters(query)).toMatchObject({ q: 'giải ngân', kind: [], from: null, sort: 'newest' });
    expect(isAsked(readQuery('xep=moi'))).toBe(false);
  });
});

const answer = (id: string, next: string | null): SearchAnswer => ({
  total: 2, took_us: 10, facets: null, note: null, next,
  items: [{ document: { id } as never, place: null, passage: null, score: 1 }],
});

describe('the running search', () => {
  it('drops an answer that comes after a newer question', async () => {
    const waiting: ((value: SearchAnswer) => void)[] = [];
    const results = new Results(() => new Promise<SearchAnswer>((resolve) => waiting.push(resolve)));
    const slow = results.run(readQuery('q=a'));
    const fast = results.run(readQuery('q=ab'));
    waiting[1]?.(answer('new', null));
    await fast;
    waiting[0]?.(answer('old', null));
    await slow;
    expect(results.hits.map(({ document }) => document.id)).toEqual(['new']);
    expect(results.query?.q).toBe('ab');
    expect(results.loading).toBe(false);
  });

  it('goes on to the last hit and shows none twice', async () => {
    const pages = [answer('a', 'x'), answer('a', 'y'), answer('b', null)];
    const results = new Results(() => Promise.resolve(pages.shift() as SearchAnswer));
    await results.run(readQuery('q=a'));
    await results.more();
    await results.more();
    expect(results.hits.map(({ document }) => document.id)).toEqual(['a', 'b']);
    expect(results.next).toBeNull();
  });
});
