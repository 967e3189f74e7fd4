import { afterEach, describe, expect, it, vi } from 'vitest';
import { nextPaper, TaskList, tasksOf } from './inbox.svelte';

const item = (id: string) => ({ task: { id }, document: { id: `doc of ${id}` }, words: null });

/** The server answers each question with the next of these pages. */
function answers(...pages: { items: string[]; next: string | null }[]) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    const { items, next } = pages.shift() ?? { items: [], next: null };
    return new Response(JSON.stringify({ items: items.map(item), next }));
  });
  return asked;
}

const shown = (list: TaskList) => list.items.map(({ task }) => task.id);

describe('a list of tasks', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('goes on by key and shows no task twice', async () => {
    const asked = answers({ items: ['a', 'b'], next: 'b' }, { items: ['b', 'c'], next: null });
    const list = new TaskList('waiting', ['lead']);
    await list.reload();
    await list.more();
    await list.more();
    expect(shown(list)).toEqual(['a', 'b', 'c']);
    expect(asked).toEqual(['/api/v1/inbox?box=waiting&kind=lead&limit=50', '/api/v1/inbox?box=waiting&kind=lead&after=b&limit=50']);
  });

  it('counts what came and marks what went, but never moves', async () => {
    answers({ items: ['a', 'b'], next: null }, { items: ['new', 'b'], next: null }, { items: ['new', 'b'], next: null });
    const list = new TaskList('waiting', []);
    await list.reload();
    await list.compare();
    expect(shown(list)).toEqual(['a', 'b']);
    expect([list.fresh, Array.from(list.gone)]).toEqual([1, ['a']]);
    await list.reload();
    expect([shown(list), list.fresh, list.gone.size]).toEqual([['new', 'b'], 0, 0]);
  });

  it('does not take a task for gone that may stand on a later page', async () => {
    answers({ items: ['a', 'b'], next: 'b' }, { items: ['new', 'a'], next: 'a' });
    const list = new TaskList('waiting', []);
    await list.reload();
    await list.compare();
    expect([list.fresh, list.gone.size]).toEqual([1, 0]);
  });

  it('keeps what it shows when the network is lost, and says so', async () => {
    answers({ items: ['a'], next: null });
    const list = new TaskList('given', []);
    await list.reload();
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('lost')));
    await list.reload();
    expect(shown(list)).toEqual(['a']);
    expect(list.problem?.code).toBe('web.offline');
  });

  it('offers the next paper, never the one just dealt with', async () => {
    answers({ items: ['a', 'b'], next: null });
    await tasksOf('waiting', []).reload();
    expect(nextPaper('doc of a')?.task.id).toBe('b');
    expect(nextPaper('doc of b')?.task.id).toBe('a');
  });
});
