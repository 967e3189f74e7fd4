import { afterEach, describe, expect, it, vi } from 'vitest';
import type { InboxItem } from '../../api/types';
import { Batch, Choosing, MOST } from './choosing.svelte';

const item = (id: string, kind = 'distribute') => ({ task: { id, kind, closed: null }, document: { id: `doc ${id}` } }) as InboxItem;
const many = (count: number) => Array.from({ length: count }, (_, at) => item(String(at)));

interface Sent {
  key: string;
  body: { action: string; items: { task: string }[] };
}

/** The server refuses these tasks and does the others; `cut` requests get no answer. */
function answers(refused: string[], cut: number[] = []) {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (_: string, { body, headers }: { body: string; headers: Record<string, string> }) => {
    const asked = JSON.parse(body) as Sent['body'];
    sent.push({ key: headers['Idempotency-Key'] ?? '', body: asked });
    if (cut.includes(sent.length)) throw new TypeError('no network');
    const items = asked.items.map(({ task }) => ({ task, done: !refused.includes(task), reason: refused.includes(task) ? 'Đã có người xử lý.' : null }));
    return new Response(JSON.stringify({ items, done: 0, refused: 0 }));
  });
  return sent;
}

describe('choosing', () => {
  it('takes ranges over what can be chosen, and no more than the server takes', () => {
    const items = [item('a'), item('b', 'lead'), item('c', 'inform'), item('d')];
    const choosing = new Choosing();
    choosing.toggle(items, 'a');
    choosing.toggle(items, 'd', true);
    expect(Array.from(choosing.chosen)).toEqual(['a', 'c', 'd']);
    choosing.toggle(items, 'b');
    choosing.toggle(items, 'c');
    expect(Array.from(choosing.chosen)).toEqual(['a', 'd']);
    choosing.all(many(MOST + 5));
    expect(choosing.chosen.size).toBe(MOST);
  });
});

describe('a batch', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('goes in portions and keeps what was refused with its reason', async () => {
    const sent = answers(['3', '30']);
    const batch = new Batch();
    await batch.run({ action: 'mark_read' }, many(45));
    expect(sent.map(({ body }) => body.items.length)).toEqual([20, 20, 5]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(3);
    expect([batch.done.length, batch.gone, batch.undoable]).toEqual([43, 45, false]);
    expect(batch.refused.map(({ item: one, reason }) => [one.task.id, reason])).toEqual([['3', 'Đã có người xử lý.'], ['30', 'Đã có người xử lý.']]);
  });

  it('goes on where it was cut off, under the same key', async () => {
    const sent = answers([], [2]);
    const batch = new Batch();
    await batch.run({ action: 'distribute', parts: [], words: 'Giao.' }, many(25));
    expect([batch.done.length, batch.problem?.code]).toEqual([20, 'web.offline']);
    await batch.resume();
    expect([batch.done.length, batch.problem, batch.undoable]).toEqual([25, null, true]);
    expect(sent[1]?.key).toBe(sent[2]?.key);
    expect(sent[0]?.key).not.toBe(sent[1]?.key);
  });

  it('takes back what was done and tells what somebody has acted on', async () => {
    const sent = answers([]);
    const batch = new Batch();
    await batch.run({ action: 'distribute', parts: [], words: 'Giao.' }, many(3));
    vi.unstubAllGlobals();
    const back = answers(['1']);
    await batch.takeBack('Nhầm.');
    expect([sent.length, back[0]?.body.action]).toEqual([1, 'take_back']);
    expect([batch.undone, batch.done.length, batch.undoable]).toEqual([2, 0, false]);
    expect(batch.refused.map(({ item: one }) => one.task.id)).toEqual(['1']);
  });

  it('undoes what was just done by the revision that it left', async () => {
    const revisions: Record<string, number | null> = { 0: 4, 1: null, 2: 7 };
    const bodies: unknown[] = [];
    vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
      const asked = JSON.parse(body) as Sent['body'];
      bodies.push(asked);
      const told = asked.action === 'undo' ? [{ done: true, undo: null }, { done: false, reason: 'Đã có việc mới.', undo: null }]
        : asked.items.map(({ task }) => ({ done: true, undo: revisions[task] }));
      return new Response(JSON.stringify({ items: told, done: 0, refused: 0 }));
    });
    const batch = new Batch();
    await batch.run({ action: 'mark_read' }, many(3));
    expect(Array.from(batch.left)).toEqual([['0', 4], ['2', 7]]);
    await batch.undo();
    expect(bodies[1]).toMatchObject({ action: 'undo', items: [{ document: 'doc 0', revision: 4 }, { document: 'doc 2', revision: 7 }] });
    expect([batch.undone, batch.left.size, batch.refused.map(({ reason }) => reason)]).toEqual([1, 0, ['Đã có việc mới.']]);
  });

  it('keeps back what has no target', async () => {
    const sent = answers([]);
    const batch = new Batch();
    await batch.run({ action: 'distribute_by_template' }, many(2), ({ task, document }) =>
      task.id === '0' ? null : { document: document.id, task: task.id, template: { id: 'tpl_1', revision: 2 } });
    expect(sent[0]?.body.items).toEqual([{ document: 'doc 1', task: '1', template: { id: 'tpl_1', revision: 2 } }]);
    expect(batch.all).toBe(1);
  });
});
