import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flushSync } from 'svelte';
import { Registering } from './registering.svelte';

const place = { x: 10, y: 20, width: 100, height: 12 };
const read = (field: string, value: string, confidence = 80) => ({ field, value, confidence, file: 'fil_1', page: 1, places: [place] });
const paper = {
  id: 'doc_1', title: 'a.pdf', subject: null, kind: null, code: null, issuer: null, signer: null, issued_on: null,
  direction: null, register: null, urgency: 'normal', state: 'not_yet_read', first_file: 'fil_1', actions: [],
  files: [{ id: 'fil_1', state: 'not_yet_read', page_count: 1, recognition: { total: 1, waiting: 1, failed: 0 } }],
};
let answers: Record<string, unknown>;

beforeEach(() => {
  answers = {
    '/documents/doc_1': paper,
    '/documents/doc_1/suggestions': { items: [], references: [] },
    '/files/fil_1/pages': { items: [{ number: 1, width_pt: 595, height_pt: 842, has_text: true, turn: 0, recognition: null }] },
  };
  vi.stubGlobal('fetch', async (url: string) => new Response(JSON.stringify(answers[url.replace('/api/v1', '')])));
});
afterEach(() => void vi.unstubAllGlobals());

async function opened(): Promise<Registering> {
  const one = new Registering('doc_1');
  await vi.waitFor(() => expect(one.told).toBe(true));
  return one;
}

function later(changes: object, items: object[] = []) {
  answers['/documents/doc_1'] = { ...paper, ...changes };
  answers['/documents/doc_1/suggestions'] = { items, references: [] };
}

describe('a paper being registered', () => {
  it('is filled by what is read later, except where the clerk typed', async () => {
    const one = await opened();
    one.put('code', '12/STC');
    later({ code: '1Z/STC', issuer: 'Sở Tài chính' }, [read('code', '1Z/STC'), read('issuer', 'Sở Tài chính', 95)]);
    expect(await one.refresh()).toBe(false);
    flushSync();
    expect(one.fields).toMatchObject({ code: '12/STC', issuer: 'Sở Tài chính', direction: 'incoming' });
    expect(one.standings).toMatchObject({ code: 'settled', issuer: 'sure', subject: 'empty' });
  });

  it('keeps a doubtful value that the clerk went on from, and takes one that he left empty', async () => {
    later({ code: '1/A' }, [read('code', '1/A')]);
    const one = await opened();
    expect(one.standings.code).toBe('unsure');
    one.pass('code');
    one.pass('signer');
    expect(one.standings).toMatchObject({ code: 'settled', signer: 'settled' });
    later({ code: '7/A', signer: 'Trần Minh' }, [read('code', '7/A'), read('signer', 'Trần Minh')]);
    await one.load();
    expect(one.fields).toMatchObject({ code: '1/A', signer: 'Trần Minh' });
    expect(one.standings.signer).toBe('unsure');
  });

  it('shows the place of the field the cursor is in', async () => {
    later({ code: '1/A' }, [read('code', '1/A')]);
    const one = await opened();
    one.eye = 'code';
    expect(one.spot).toEqual({ file: 'fil_1', page: 1, cut: { x: 2, y: 12, width: 116, height: 28 } });
    one.eye = 'issuer';
    expect(one.spot).toBeNull();
  });

  it('forgets what was typed off a paper that turns out to be secret', async () => {
    const one = await opened();
    one.put('subject', 'kế hoạch');
    later({ state: 'quarantined', files: [{ ...paper.files[0], state: 'quarantined' }] });
    expect(await one.refresh()).toBe(true);
    expect(one.isSecret).toBe(true);
    expect(one.fields?.subject).toBeNull();
  });
});
