// The files on their way: a few at once, paused and resumed by hand or by the network, followed
// until the server has read them. Lives as long as the page, whichever screen is open.
import { getDocument } from '../api/documents';
import { listen } from '../api/live.svelte';
import { newKey, Problem } from '../api/send';
import type { DocumentView, LiveDocument } from '../api/types';
import { beforeSignOut } from '../identity/session.svelte';
import { browserKeeper, KEEP_BYTES, type Keeper } from './keep';
import { notePending, uploading } from './pending.svelte';
import { Rate } from './rate';
import { tusTransfer, type Received, type StartTransfer, type Transfer } from './transfer';

export type EntryState = 'waiting' | 'sending' | 'paused' | 'lost' | 'failed' | 'sent';

const AT_ONCE = 2;
const LOST_RETRY_MS = 5000;
const ASK_AGAIN_MS = 3000;

/** One file in the queue. */
export class Entry {
  readonly key = newKey();
  state = $state<EntryState>('waiting');
  sent = $state(0);
  perSecond = $state<number | null>(null);
  secondsLeft = $state<number | null>(null);
  problem = $state.raw<Problem | null>(null);
  document = $state.raw<DocumentView | null>(null);
  documentId = $state<string | null>(null);
  duplicates = $state(0);
  readonly rate = new Rate();
  transfer: Transfer | null = null;
  /** The file that has to be there first: this one joins its paper. */
  after: Entry | null = null;

  constructor(readonly file: File, readonly metadata: Record<string, string>, readonly keptAs: string | null = null, readonly person = '') {}

  get isDone(): boolean {
    return this.state === 'sent' && this.document !== null && this.document.state !== 'waiting';
  }
}

export class UploadQueue {
  entries = $state<Entry[]>([]);

  constructor(
    private readonly startTransfer: StartTransfer,
    private readonly keeper: Keeper,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Takes files to send: each a paper, or as one paper whose files keep their order. */
  add(files: readonly File[], metadata: Record<string, string>, person: string, asOne = false): void {
    let before: Entry | null = null;
    for (const file of files) {
      const entry: Entry = new Entry(file, { ...metadata }, null, person);
      if (asOne) entry.after = before;
      before = entry;
      this.entries.push(entry);
      this.keep(entry);
    }
    this.pump();
  }

  /** Takes up what this person left half sent before the page was closed. */
  async restore(person: string): Promise<void> {
    const kept = await this.keeper.all();
    const known = (key: string | undefined) => this.entries.find((entry) => entry.keptAs === key || entry.key === key);
    for (const { key, file, metadata, person: owner } of kept) {
      if (owner !== person) void this.keeper.drop(key);
      else if (!known(key)) this.entries.push(new Entry(file, metadata, key, person));
    }
    for (const { key, after } of kept) {
      const entry = known(key);
      if (entry && after) entry.after ??= known(after) ?? null;
    }
    this.pump();
  }

  pause(entry: Entry): void {
    if (entry.state !== 'sending' && entry.state !== 'waiting' && entry.state !== 'lost') return;
    entry.transfer?.pause();
    this.rest(entry, 'paused');
  }

  resume(entry: Entry): void {
    if (entry.state !== 'paused' && entry.state !== 'lost' && entry.state !== 'failed') return;
    if (entry.state === 'failed') entry.transfer = null;
    entry.problem = null;
    this.rest(entry, 'waiting');
  }

  remove(entry: Entry): void {
    if (entry.state !== 'sent') entry.transfer?.abandon();
    // What waited for it waits for the one before it.
    for (const other of this.entries) if (other.after === entry) this.follow(other, entry.after, entry.documentId);
    this.forget(entry);
    this.entries = this.entries.filter((other) => other !== entry);
    this.pump();
  }

  clearDone(): void {
    this.entries = this.entries.filter((entry) => !entry.isDone);
    this.figures();
  }

  /** The device has no network: no use in waiting for the requests to notice. */
  disconnect(): void {
    for (const entry of this.entries) {
      if (entry.state !== 'sending') continue;
      entry.transfer?.pause();
      this.failed(entry, new Problem('web.offline', 0, null, {}), true);
    }
  }

  /** The network is back: what waited for it goes on. */
  reconnect(): void {
    for (const entry of this.entries) if (entry.state === 'lost') this.resume(entry);
  }

  hear({ document }: LiveDocument): void {
    for (const entry of this.entries) if (entry.documentId === document) void this.refresh(entry);
  }

  async wipe(): Promise<void> {
    for (const entry of this.entries) entry.transfer?.pause();
    this.entries = [];
    this.figures();
    await this.keeper.wipe();
  }

  private rest(entry: Entry, state: EntryState): void {
    entry.state = state;
    entry.rate.reset();
    entry.perSecond = entry.secondsLeft = null;
    this.pump();
  }

  private pump(): void {
    let sending = this.entries.filter(({ state }) => state === 'sending').length;
    for (const entry of this.entries) {
      if (sending >= AT_ONCE) break;
      if (entry.state !== 'waiting' || entry.after) continue;
      this.begin(entry);
      sending += 1;
    }
    this.figures();
  }

  private begin(entry: Entry): void {
    entry.state = 'sending';
    entry.transfer ??= this.startTransfer(entry.file, entry.metadata, {
      progress: (sent) => this.progressed(entry, sent),
      done: (received) => this.finished(entry, received),
      failed: (problem, lost) => this.failed(entry, problem, lost),
    });
    entry.transfer.start();
  }

  private progressed(entry: Entry, sent: number): void {
    if (entry.state !== 'sending') return;
    entry.sent = sent;
    entry.rate.note(sent, this.now());
    entry.perSecond = entry.rate.perSecond();
    entry.secondsLeft = entry.rate.secondsLeft(entry.file.size);
    this.figures();
  }

  private finished(entry: Entry, received: Received): void {
    entry.sent = entry.file.size;
    entry.documentId = received.document;
    entry.duplicates = received.duplicates;
    for (const other of this.entries) if (other.after === entry) this.follow(other, null, received.document);
    this.forget(entry);
    this.rest(entry, 'sent');
    void this.refresh(entry);
  }

  private failed(entry: Entry, problem: Problem, lost: boolean): void {
    if (entry.state !== 'sending') return;
    entry.problem = problem;
    this.rest(entry, lost ? 'lost' : 'failed');
    if (lost) setTimeout(() => { if (entry.state === 'lost') this.resume(entry); }, LOST_RETRY_MS);
    else this.forget(entry);
  }

  /** Asks how far the paper is read; again after a while, in case the event was missed. */
  private async refresh(entry: Entry): Promise<void> {
    if (!entry.documentId) return;
    try {
      entry.document = (await getDocument(entry.documentId)).data;
    } catch {
      // Asked again below; the file itself is safe on the server.
    }
    if (!entry.isDone && this.entries.includes(entry)) setTimeout(() => void this.refresh(entry), ASK_AGAIN_MS);
  }

  /** Waits for another file, or joins the paper that is there. */
  private follow(entry: Entry, after: Entry | null, document: string | null): void {
    entry.after = document ? null : after;
    if (document) entry.metadata.document = document;
    this.keep(entry);
  }

  private keep({ key, keptAs, person, file, metadata, after }: Entry): void {
    if (file.size > KEEP_BYTES) return;
    const first = after ? { after: after.keptAs ?? after.key } : {};
    void this.keeper.put({ key: keptAs ?? key, person, file, metadata: { ...metadata }, ...first });
  }

  private forget(entry: Entry): void {
    void this.keeper.drop(entry.keptAs ?? entry.key);
  }

  private figures(): void {
    const open = this.entries.filter(({ state }) => state !== 'sent' && state !== 'failed');
    const all = open.reduce((sum, { file }) => sum + file.size, 0);
    const sent = open.reduce((sum, entry) => sum + entry.sent, 0);
    uploading.open = open.length;
    uploading.percent = all === 0 ? 0 : Math.floor((sent * 100) / all);
    notePending(open.length > 0);
  }
}

export const queue = new UploadQueue(tusTransfer, browserKeeper);

listen({ document: (event) => queue.hear(event), resync: () => queue.reconnect() });
addEventListener('online', () => queue.reconnect());
addEventListener('offline', () => queue.disconnect());
beforeSignOut(() => queue.wipe());
addEventListener('beforeunload', (event) => {
  const tooLarge = queue.entries.some(({ state, file }) => state === 'sending' && file.size > KEEP_BYTES);
  if (tooLarge) event.preventDefault();
});
