import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InkLayer, InkStroke } from '../api/types';
import { Ink } from './desk.svelte';

vi.mock('./Layer.svelte', () => ({ default: null }));

const stroke = (id: string): InkStroke => ({ id, colour: 'blue', width: 1, points: [[1, 2, 3]] });
const layer = (revision: number, ...ids: string[]): InkLayer =>
  ({ page: 1, author: 'An', own: true, shared: false, revision, saved_at: '2026-11-23T08:00:00Z', strokes: ids.map(stroke) });

/** A server that holds one page. */
let held: InkLayer | null;
let online: boolean;
let saves: number;

function answer(_: string, init?: RequestInit): Promise<Response> {
  if (!online) return Promise.reject(new TypeError('no network'));
  if (init?.method !== 'PUT') return Promise.resolve(Response.json({ sha256: 'x', items: held ? [held] : [] }));
  saves += 1;
  const seen = new Headers(init.headers).get('If-Match');
  if (seen !== `"${held?.revision ?? 0}"`) return Promise.resolve(Response.json({ code: 'http.stale' }, { status: 412 }));
  const body = JSON.parse(String(init.body)) as { strokes: InkStroke[]; shared: boolean };
  held = { ...layer((held?.revision ?? 0) + 1), ...body };
  return Promise.resolve(Response.json({ revision: held.revision, saved_at: held.saved_at }));
}

const ids = (strokes: readonly InkStroke[]) => strokes.map(({ id }) => id);
const desk = () => new Ink('file_1', 'x', 'per_1');

beforeEach(() => {
  [held, online, saves] = [null, true, 0];
  localStorage.clear();
  vi.stubGlobal('fetch', vi.fn(answer));
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('strokes', () => {
  it('are saved once, a second after the last one', async () => {
    const ink = desk();
    ink.change(1, [stroke('a')]);
    await vi.advanceTimersByTimeAsync(900);
    ink.change(1, [stroke('a'), stroke('b')]);
    await vi.advanceTimersByTimeAsync(900);
    expect(saves).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    expect([saves, ids(held?.strokes ?? []), ink.unsaved]).toEqual([1, ['a', 'b'], false]);
    expect(localStorage.length).toBe(0);
  });

  it('are taken back and done again, over pages', () => {
    const ink = desk();
    ink.change(1, [stroke('a')]);
    ink.change(2, [stroke('b')]);
    expect(ink.undo()).toBe(2);
    expect(ids(ink.strokes(2))).toEqual([]);
    expect(ink.redo()).toBe(2);
    expect(ids(ink.strokes(2))).toEqual(['b']);
    ink.undo();
    ink.change(1, []);
    expect(ink.redo()).toBe(null);
  });

  it('wait on the device while there is no network, also when the app is opened anew', async () => {
    const ink = desk();
    online = false;
    ink.change(1, [stroke('a')]);
    await ink.save();
    expect([ink.unsaved, ink.waits]).toEqual([true, true]);
    const later = desk();
    await later.load();
    expect(ids(later.strokes(1))).toEqual(['a']);
    online = true;
    await later.save();
    expect(ids(held?.strokes ?? [])).toEqual(['a']);
    expect([later.unsaved, localStorage.length]).toEqual([false, 0]);
  });

  it('are not asked about where only the answer was lost', async () => {
    const ink = desk();
    ink.change(1, [stroke('a')]);
    const lost = vi.fn((url: string, init?: RequestInit) => answer(url, init).then(() => Promise.reject(new TypeError('cut'))));
    vi.stubGlobal('fetch', lost);
    await ink.save();
    expect(ink.unsaved).toBe(true);
    vi.stubGlobal('fetch', vi.fn(answer));
    await ink.save();
    expect([ink.clash, ink.unsaved, saves]).toEqual([null, false, 2]);
  });
});

describe('two devices on one page', () => {
  async function clashing() {
    const ink = desk();
    held = layer(4, 'theirs');
    ink.change(1, [stroke('mine')]);
    await ink.save();
    expect(ink.clash?.theirs.revision).toBe(4);
    return ink;
  }

  it.each([['here', ['mine']], ['there', ['theirs']], ['both', ['theirs', 'mine']]] as const)('keep %s', async (choice, kept) => {
    const ink = await clashing();
    ink.settle(choice);
    await ink.save();
    expect(ids(held?.strokes ?? [])).toEqual(kept);
    expect(ids(ink.strokes(1))).toEqual(kept);
    expect([ink.unsaved, ink.clash]).toEqual([false, null]);
  });

  it('lose nothing while nobody has chosen', async () => {
    const ink = await clashing();
    await ink.save();
    expect(ids(held?.strokes ?? [])).toEqual(['theirs']);
    expect(localStorage.length).toBe(1);
  });
});
