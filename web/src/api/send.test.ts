import { afterEach, describe, expect, it, vi } from 'vitest';
import { Results } from '../search/results.svelte';
import { readQuery } from '../search/params';
import { problemOf } from './send';

afterEach(() => vi.unstubAllGlobals());

describe('a failure', () => {
  it('has the code of the office when the office answered', () => {
    const body = '{"code":"search.kind_unknown","detail":"…","params":{"piece":"x"}}';
    expect(problemOf(422, body)).toMatchObject({ code: 'search.kind_unknown', status: 422, params: { piece: 'x' } });
  });

  it('is told by its status when something before the office answered', () => {
    for (const [status, code] of [
      [414, 'search.query_long'],
      [431, 'search.query_long'],
      [502, 'http.unavailable'],
      [503, 'http.unavailable'],
      [504, 'http.unavailable'],
      [418, 'web.unexpected'],
    ] as const) {
      for (const body of ['', '<html>nginx</html>']) expect(problemOf(status, body)).toMatchObject({ code, status });
    }
  });

  it('of a query of 100 kB is shown as too long a query', async () => {
    vi.stubGlobal('fetch', async (url: string) => {
      expect(url.length).toBeGreaterThan(100_000);
      return new Response(null, { status: 414 });
    });
    const results = new Results();
    await results.run({ ...readQuery(''), q: 'a'.repeat(100_000) });
    expect(results.problem?.code).toBe('search.query_long');
    expect(results.loading).toBe(false);
  });
});
