import { afterEach, describe, expect, it, vi } from 'vitest';
import { Writing } from './draft.svelte';
import { EMPTY } from './forms';
import { Working } from './working.svelte';

describe('acting on a paper', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('sends the same attempt again under its key, another one under a new key', async () => {
    const keys: string[] = [];
    let lost = true;
    vi.stubGlobal('fetch', async (_: string, init: { headers: Record<string, string> }) => {
      keys.push(init.headers['Idempotency-Key'] ?? '');
      if (lost) throw new TypeError('lost');
      return new Response(JSON.stringify({ tasks: [], actions: [] }));
    });
    const working = new Working('doc_1');
    const report = { action: 'report', task: 't', words: 'một nửa' } as const;
    await expect(working.act(report)).rejects.toMatchObject({ code: 'web.offline' });
    lost = false;
    await working.act(report);
    await working.act(report);
    await working.act({ ...report, words: 'xong' });
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(3);
    expect([working.done, working.busy]).toEqual(['report', false]);
  });
});

describe('what is being written', () => {
  it('outlives the sheet until it is sent, and is not kept when nothing was written', () => {
    const first = new Writing('doc_1.report.t', EMPTY);
    first.keep();
    expect(sessionStorage.length).toBe(0);
    first.draft.words = 'Đã có số liệu';
    first.keep();
    expect(new Writing('doc_1.report.t', EMPTY).draft.words).toBe('Đã có số liệu');
    expect(new Writing('doc_1.report.other', EMPTY).draft.words).toBe('');
    first.forget();
    expect(new Writing('doc_1.report.t', EMPTY).draft.words).toBe('');
  });
});
