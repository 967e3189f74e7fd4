import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/send';
import { isSystemFile } from './folder';
import type { Keeper, Kept } from './keep';
import { uploading } from './pending.svelte';
import { Entry, UploadQueue } from './queue.svelte';
import { Rate } from './rate';
import { pageNames } from './shots';
import { isWorthRetrying, type StartTransfer, type Watcher } from './transfer';

const file = (name: string, bytes = 1000) => new File([new Uint8Array(bytes)], name);
const lost = new Problem('web.offline', 0, null, {});
const refused = new Problem('uploads.too_large', 413, null, {});

class Wire {
  readonly started: string[] = [];
  readonly paused: string[] = [];
  readonly abandoned: string[] = [];
  readonly watchers = new Map<string, Watcher>();
  readonly open: StartTransfer = (sent, _metadata, watcher) => {
    this.watchers.set(sent.name, watcher);
    return {
      start: () => this.started.push(sent.name),
      pause: () => this.paused.push(sent.name),
      abandon: () => this.abandoned.push(sent.name),
    };
  };
}

class Drawer implements Keeper {
  kept: Kept[] = [];
  put = async (one: Kept) => void (this.kept = [...this.kept.filter(({ key }) => key !== one.key), one]);
  drop = async (key: string) => void (this.kept = this.kept.filter((one) => one.key !== key));
  all = async () => this.kept;
  wipe = async () => void (this.kept = []);
}

let wire: Wire;
let drawer: Drawer;
let queue: UploadQueue;
const states = () => queue.entries.map(({ state }) => state);
const entry = (index: number): Entry => queue.entries[index] as Entry;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network in tests')));
  wire = new Wire();
  drawer = new Drawer();
  queue = new UploadQueue(wire.open, drawer, () => Date.now());
  return () => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  };
});

describe('pages that make one paper', () => {
  const documents = new Map<string, string | undefined>();
  const send: StartTransfer = (page, metadata, watcher) => {
    documents.set(page.name, metadata.document);
    return wire.open(page, metadata, watcher);
  };

  it('go one after another into the paper of the first', () => {
    queue = new UploadQueue(send, drawer);
    queue.add([file('1'), file('2'), file('3')], { audience: 'office' }, 'per_1', true);
    expect(states()).toEqual(['sending', 'waiting', 'waiting']);
    wire.watchers.get('1')?.done({ document: 'doc_1', duplicates: 0 });
    expect(states()).toEqual(['sent', 'sending', 'waiting']);
    wire.watchers.get('2')?.done({ document: 'doc_1', duplicates: 0 });
    expect([documents.get('1'), documents.get('2'), documents.get('3')]).toEqual([undefined, 'doc_1', 'doc_1']);
  });

  it('wait for the one before when one is taken out', () => {
    queue.add([file('1'), file('2'), file('3')], {}, 'per_1', true);
    queue.remove(entry(1));
    expect(states()).toEqual(['sending', 'waiting']);
    wire.watchers.get('1')?.done({ document: 'doc_1', duplicates: 0 });
    expect(entry(1).metadata.document).toBe('doc_1');
  });

  it('begin a paper with the second when the first is taken out unsent', () => {
    queue.add([file('1'), file('2'), file('3')], {}, 'per_1', true);
    queue.remove(entry(0));
    expect(states()).toEqual(['sending', 'waiting']);
  });

  it('stay one paper when the page was reloaded before or after the first arrived', async () => {
    queue.add([file('1'), file('2'), file('3')], {}, 'per_1', true);
    queue = new UploadQueue(wire.open, drawer);
    await queue.restore('per_1');
    expect(states()).toEqual(['sending', 'waiting', 'waiting']);
    wire.watchers.get('1')?.done({ document: 'doc_1', duplicates: 0 });
    queue = new UploadQueue(send, drawer);
    await queue.restore('per_1');
    expect(documents.get('2')).toBe('doc_1');
    expect(states()).toContain('waiting');
    wire.watchers.get('2')?.done({ document: 'doc_1', duplicates: 0 });
    expect(documents.get('3')).toBe('doc_1');
  });

  it('are named in their order', () => {
    const pages = pageNames([new File([''], 'image.jpg'), new File([''], 'IMG.HEIC')], new Date(2026, 10, 22, 9, 5, 1));
    expect(pages.map(({ name }) => name)).toEqual(['chup-20261122-090501-trang-01.jpg', 'chup-20261122-090501-trang-02.heic']);
  });
});

describe('the upload queue', () => {
  it('sends two at once, the next when one is done', () => {
    queue.add([file('a'), file('b'), file('c')], { audience: 'office' }, 'per_1');
    expect(states()).toEqual(['sending', 'sending', 'waiting']);
    wire.watchers.get('a')?.done({ document: 'doc_a', duplicates: 1 });
    expect(states()).toEqual(['sent', 'sending', 'sending']);
    expect(entry(0).duplicates).toBe(1);
    expect(uploading.open).toBe(2);
  });

  it('pauses, lets others pass and resumes the same transfer', () => {
    queue.add([file('a'), file('b'), file('c')], {}, 'per_1');
    queue.pause(entry(0));
    expect(states()).toEqual(['paused', 'sending', 'sending']);
    expect(wire.paused).toEqual(['a']);
    queue.resume(entry(0));
    expect(states()[0]).toBe('waiting');
    wire.watchers.get('b')?.done({ document: null, duplicates: 0 });
    expect(states()[0]).toBe('sending');
    expect(wire.started).toEqual(['a', 'b', 'c', 'a']);
  });

  it('goes on by itself after a lost connection, never after a refusal', () => {
    queue.add([file('a'), file('b')], {}, 'per_1');
    wire.watchers.get('a')?.failed(lost, true);
    wire.watchers.get('b')?.failed(refused, false);
    expect(states()).toEqual(['lost', 'failed']);
    vi.advanceTimersByTime(60_000);
    expect(states()).toEqual(['sending', 'failed']);
    expect(entry(1).problem?.code).toBe('uploads.too_large');
  });

  it('stops at once when the device loses its network and goes on when it is back', () => {
    queue.add([file('a')], {}, 'per_1');
    queue.disconnect();
    expect(states()).toEqual(['lost']);
    expect(wire.paused).toEqual(['a']);
    queue.reconnect();
    expect(states()).toEqual(['sending']);
  });

  it('keeps files until the server has them and restores them for the same person only', async () => {
    queue.add([file('a'), file('b')], { audience: 'office' }, 'per_1');
    wire.watchers.get('a')?.done({ document: 'doc_a', duplicates: 0 });
    expect(drawer.kept.map((one) => one.file.name)).toEqual(['b']);
    const other = new UploadQueue(wire.open, drawer);
    await other.restore('per_1');
    expect(other.entries.map((one) => one.file.name)).toEqual(['b']);
    const stranger = new UploadQueue(wire.open, drawer);
    await stranger.restore('per_2');
    expect(stranger.entries).toEqual([]);
    expect(drawer.kept).toEqual([]);
  });

  it('forgets everything at sign-out', async () => {
    queue.add([file('a')], {}, 'per_1');
    await queue.wipe();
    expect(queue.entries).toEqual([]);
    expect(drawer.kept).toEqual([]);
    expect(uploading.open).toBe(0);
  });

  it('tells the server when a half sent file is taken off the list', () => {
    queue.add([file('a')], {}, 'per_1');
    queue.remove(entry(0));
    expect(wire.abandoned).toEqual(['a']);
    expect(queue.entries).toEqual([]);
  });

  it('says how fast and how long', () => {
    queue.add([file('a', 10_000)], {}, 'per_1');
    wire.watchers.get('a')?.progress(1000);
    vi.advanceTimersByTime(1000);
    wire.watchers.get('a')?.progress(3000);
    expect(entry(0).perSecond).toBe(2000);
    expect(entry(0).secondsLeft).toBeCloseTo(3.5);
    expect(uploading.percent).toBe(30);
  });
});

describe('beside the queue', () => {
  it('a rate starts anew when the offset falls back', () => {
    const rate = new Rate();
    rate.note(5000, 0);
    rate.note(1000, 1000);
    expect(rate.perSecond()).toBeNull();
  });

  it('only passing troubles are worth another try', () => {
    expect([0, 409, 423, 429, 500, 503, 507].every(isWorthRetrying)).toBe(true);
    expect([400, 401, 403, 404, 413, 422].some(isWorthRetrying)).toBe(false);
  });

  it('leftovers of operating systems are no papers', () => {
    expect(['.DS_Store', 'Thumbs.db', '~$mau.docx'].every(isSystemFile)).toBe(true);
    expect(isSystemFile('cong van.pdf')).toBe(false);
  });
});
