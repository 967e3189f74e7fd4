// What is written on the pages of one file: one's own strokes with what was undone, those that others show, and how
// far all of it is saved.
import { getInk, saveInk } from '../api/ink';
import { asProblem, type Problem } from '../api/send';
import type { InkLayer, InkStroke } from '../api/types';
import { forget, keep, keptOf } from './kept';
import Layer from './Layer.svelte';
import PenButton from './PenButton.svelte';
import { merged, same } from './strokes';

/** How long after the last stroke it is saved. */
const PAUSE_MS = 1000;
/** How long until what could not be sent is sent again, if nothing else happens before. */
const AGAIN_MS = 15_000;

/** One's own strokes on a page. */
interface Page {
  strokes: readonly InkStroke[];
  revision: number;
  /** Not saved as it stands. */
  dirty: boolean;
}
interface Step {
  page: number;
  before: readonly InkStroke[];
  after: readonly InkStroke[];
}
/** Two devices wrote on one page: neither side is lost until somebody chooses. */
export interface Clash {
  page: number;
  theirs: InkLayer;
}

export class Ink {
  readonly Layer = Layer;
  readonly Button = PenButton;
  /** The pen is out. */
  on = $state(false);
  /** Strokes of others are shown. */
  shown = $state(true);
  shared = $state(false);
  others = $state.raw<InkLayer[]>([]);
  clash = $state.raw<Clash | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  mine = $state.raw<ReadonlyMap<number, Page>>(new Map());
  done = $state.raw<Step[]>([]);
  undone = $state.raw<Step[]>([]);
  readonly unsaved = $derived(Array.from(this.mine.values()).some(({ dirty }) => dirty));
  /** What was sent last of a page: its answer may have been lost on the way. */
  private readonly sent = new Map<number, readonly InkStroke[]>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(readonly file: string, private readonly sha256: string, private readonly person: string) {}

  /** Fetches what is written; what this device still has to send stays as it is here. */
  async load(): Promise<void> {
    try {
      const { items } = await getInk(this.file);
      this.others = items.filter(({ own }) => !own);
      const own = items.filter((layer) => layer.own);
      if (!this.unsaved) this.shared = own.some(({ shared, strokes }) => shared && strokes.length > 0);
      for (const layer of own) this.take(layer);
    } catch (cause) {
      this.problem = asProblem(cause);
    }
    this.takeKept();
  }

  private take(layer: InkLayer): void {
    const here = this.mine.get(layer.page);
    if (here?.dirty || here?.revision === layer.revision) return;
    this.put(layer.page, { strokes: layer.strokes, revision: layer.revision, dirty: false });
    // What another device changed cannot be undone stroke by stroke here.
    this.done = this.done.filter(({ page }) => page !== layer.page);
    this.undone = this.undone.filter(({ page }) => page !== layer.page);
  }

  private takeKept(): void {
    for (const [page, kept] of keptOf(this.person, this.file)) {
      if (kept.sha256 !== this.sha256) forget(this.person, this.file, page);
      else if (!this.mine.get(page)?.dirty) {
        this.shared = kept.shared;
        this.put(page, { strokes: kept.strokes, revision: kept.revision, dirty: true });
      }
    }
    if (this.unsaved) this.later(0);
  }

  private put(page: number, now: Page): void {
    this.mine = new Map(this.mine).set(page, now);
  }

  strokes(page: number): readonly InkStroke[] {
    return this.mine.get(page)?.strokes ?? [];
  }

  /** Changes a page in a way that can be undone. */
  change(page: number, after: readonly InkStroke[]): void {
    this.done = [...this.done, { page, before: this.strokes(page), after }];
    this.undone = [];
    this.write(page, after);
  }

  undo(): number | null {
    const step = this.done.at(-1);
    if (!step) return null;
    this.done = this.done.slice(0, -1);
    this.undone = [...this.undone, step];
    this.write(step.page, step.before);
    return step.page;
  }

  redo(): number | null {
    const step = this.undone.at(-1);
    if (!step) return null;
    this.undone = this.undone.slice(0, -1);
    this.done = [...this.done, step];
    this.write(step.page, step.after);
    return step.page;
  }

  show(shared: boolean): void {
    this.shared = shared;
    for (const [page, { strokes }] of this.mine) if (strokes.length > 0) this.write(page, strokes);
  }

  private write(page: number, strokes: readonly InkStroke[]): void {
    const revision = this.mine.get(page)?.revision ?? 0;
    this.put(page, { strokes, revision, dirty: true });
    keep(this.person, this.file, page, { sha256: this.sha256, revision, shared: this.shared, strokes });
    this.later(PAUSE_MS);
  }

  private later(pause: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), pause);
  }

  /** Sends what is not saved, one page after another. */
  save(): Promise<void> {
    clearTimeout(this.timer);
    this.running = this.running.then(() => this.saveAll());
    return this.running;
  }

  private async saveAll(): Promise<void> {
    const pages = Array.from(this.mine).filter(([page, { dirty }]) => dirty && this.clash?.page !== page);
    if (pages.length === 0) return;
    this.busy = true;
    try {
      for (const [page] of pages) await this.savePage(page);
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
      if (this.waits) this.later(AGAIN_MS);
    } finally {
      this.busy = false;
    }
  }

  /** Whether it is the network that fails, and time mends it. */
  get waits(): boolean {
    const status = this.problem?.status ?? 0;
    return this.problem !== null && (status === 0 || status >= 500 || status === 429);
  }

  private async savePage(page: number): Promise<void> {
    const { strokes, revision } = this.mine.get(page) ?? { strokes: [], revision: 0 };
    const { sha256, shared } = this;
    this.sent.set(page, strokes);
    try {
      const saved = await saveInk(this.file, page, revision, { sha256, shared, strokes });
      this.keepRevision(page, saved, strokes, shared);
    } catch (cause) {
      if (asProblem(cause).status !== 412) throw cause;
      await this.meet(page);
    }
  }

  private keepRevision(page: number, revision: number, saved: readonly InkStroke[], shared: boolean): void {
    const now = this.strokes(page);
    const dirty = now !== saved || shared !== this.shared;
    this.put(page, { strokes: now, revision, dirty });
    if (!dirty) return forget(this.person, this.file, page);
    keep(this.person, this.file, page, { sha256: this.sha256, revision, shared: this.shared, strokes: now });
    this.later(PAUSE_MS);
  }

  /** Another device was quicker, or the answer to this one was lost. */
  private async meet(page: number): Promise<void> {
    const { items } = await getInk(this.file);
    const theirs = items.find((layer) => layer.own && layer.page === page);
    if (!theirs) return;
    const sent = this.sent.get(page) ?? [];
    if (same(theirs.strokes, sent)) this.keepRevision(page, theirs.revision, theirs.shared === this.shared ? sent : [], theirs.shared);
    else this.clash = { page, theirs };
  }

  /** Ends a clash with what the person chose. */
  settle(choice: 'here' | 'there' | 'both'): void {
    if (!this.clash) return;
    const { page, theirs } = this.clash;
    const mine = this.strokes(page);
    this.clash = null;
    this.put(page, { strokes: theirs.strokes, revision: theirs.revision, dirty: false });
    this.done = this.done.filter((step) => step.page !== page);
    this.undone = this.undone.filter((step) => step.page !== page);
    if (choice === 'there') forget(this.person, this.file, page);
    else this.change(page, choice === 'here' ? mine : merged(theirs.strokes, mine));
  }
}
