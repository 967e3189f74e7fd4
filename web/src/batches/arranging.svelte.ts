// A batch being arranged: what is selected, what is done to it, and how far the office is with its papers.
import { changeBatch, getBatch, undoBatch } from '../api/batches';
import { listen } from '../api/live.svelte';
import { asProblem, type Problem } from '../api/send';
import type { Batch, BatchAct, BatchPaper, PlacedPage } from '../api/types';
import { batches } from '../messages/batches';
import { announce } from '../shell/announcer.svelte';

const ASK_AGAIN_MS = 1500;

/** Where a page stands: paper by its place in the batch, page by its place in the paper. */
export interface Spot {
  paper: number;
  at: number;
}

export class Arranging {
  batch = $state.raw<Batch | null>(null);
  problem = $state.raw<Problem | null>(null);
  refused = $state.raw<Problem | null>(null);
  /** What happened without being asked for, such as a change of somebody else. */
  note = $state('');
  spot = $state.raw<Spot>({ paper: 0, at: 0 });
  busy = $state(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private ended = false;
  private readonly deafen: () => void;

  constructor(readonly id: string) {
    void this.load();
    this.deafen = listen({ resync: () => void this.load() });
  }

  end(): void {
    this.ended = true;
    this.deafen();
    clearTimeout(this.timer);
  }

  get papers(): BatchPaper[] {
    return this.batch?.papers ?? [];
  }

  get mayChange(): boolean {
    return this.batch?.actions.some(({ name, open }) => name === 'change' && open) ?? false;
  }

  get mayUndo(): boolean {
    return this.batch?.actions.some(({ name, open }) => name === 'undo' && open) ?? false;
  }

  get selected(): PlacedPage | null {
    return this.papers[this.spot.paper]?.pages[this.spot.at] ?? null;
  }

  /** Papers whose text is there. */
  get read(): number {
    return this.papers.filter(({ document }) => document && document.state !== 'waiting' && document.state !== 'not_yet_read').length;
  }

  async load(): Promise<void> {
    clearTimeout(this.timer);
    try {
      const batch = await getBatch(this.id);
      if (!this.busy) this.show(batch);
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    }
    if (!this.ended && (this.problem || this.isMoving())) this.timer = setTimeout(() => void this.load(), ASK_AGAIN_MS);
  }

  /** Whether anything of it is still on its way. */
  private isMoving(): boolean {
    const scans = this.batch?.scans.some(({ state }) => state === 'waiting') ?? false;
    return scans || this.papers.some(({ state }) => state === 'waiting') || this.read < this.papers.length;
  }

  private show(batch: Batch): void {
    this.batch = batch;
    const paper = Math.max(0, Math.min(this.spot.paper, batch.papers.length - 1));
    const last = (batch.papers[paper]?.pages.length ?? 1) - 1;
    this.spot = { paper, at: Math.max(0, Math.min(this.spot.at, last)) };
  }

  /** The page that stood beside is selected; it keeps its place however papers are numbered. */
  select(page: PlacedPage | null): void {
    if (!page) return;
    for (const [paper, { pages }] of this.papers.entries()) {
      const at = pages.findIndex((one) => one.scan === page.scan && one.page === page.page);
      if (at >= 0) this.spot = { paper, at };
    }
  }

  step(by: number): void {
    const { paper, at } = this.spot;
    const pages = this.papers[paper]?.pages.length ?? 0;
    if (at + by >= 0 && at + by < pages) this.spot = { paper, at: at + by };
    else if (by > 0 && paper + 1 < this.papers.length) this.spot = { paper: paper + 1, at: 0 };
    else if (by < 0 && paper > 0) this.spot = { paper: paper - 1, at: (this.papers[paper - 1]?.pages.length ?? 1) - 1 };
  }

  stepPaper(by: number): void {
    const paper = Math.max(0, Math.min(this.spot.paper + by, this.papers.length - 1));
    this.spot = { paper, at: Math.min(this.spot.at, (this.papers[paper]?.pages.length ?? 1) - 1) };
  }

  turn = () => this.onSelected((page) => ({ act: 'turn', ...page, by: 90 }));
  remove = () => this.onSelected((page) => ({ act: 'remove', ...page }));
  split = () => this.onSelected((page) => ({ act: 'split', ...page }));

  join(): void {
    const [first, second] = [this.papers[this.spot.paper], this.papers[this.spot.paper + 1]];
    if (first && second) void this.act({ act: 'join', paper: first.key, with: second.key });
  }

  bringBack(page: PlacedPage): void {
    void this.act({ act: 'bring_back', ...named(page) }, page);
  }

  /** Puts a page into a paper; `at` counts without it. */
  move(page: PlacedPage, to: BatchPaper, at: number): void {
    void this.act({ act: 'move', ...named(page), to: to.key, at }, page);
  }

  /** One place on; at either end of its paper into the neighbour. */
  shift(by: 1 | -1): void {
    const page = this.selected;
    const { paper, at } = this.spot;
    const own = this.papers[paper];
    if (!page || !own) return;
    if (at + by >= 0 && at + by < own.pages.length) return this.move(page, own, at + by);
    const neighbour = this.papers[paper + by];
    if (neighbour) this.move(page, neighbour, by > 0 ? 0 : neighbour.pages.length);
  }

  private onSelected(act: (page: { scan: string; page: number }) => BatchAct): void {
    const page = this.selected;
    if (page) void this.act(act(named(page)), page);
  }

  async act(act: BatchAct, follow: PlacedPage | null = this.selected): Promise<void> {
    await this.write(act.act, (batch) => changeBatch(batch, [act]), follow);
  }

  async undo(): Promise<void> {
    if (this.mayUndo) await this.write('undo', undoBatch, this.selected);
  }

  private async write(
    what: keyof ReturnType<typeof batches>['batchDone'],
    work: (batch: Batch) => Promise<Batch>,
    follow: PlacedPage | null,
  ): Promise<void> {
    if (!this.batch || this.busy || !this.mayChange) return;
    this.busy = true;
    this.refused = null;
    this.note = '';
    try {
      this.show(await work(this.batch));
      this.select(follow);
      announce(batches().batchDone[what]);
    } catch (cause) {
      const problem = asProblem(cause);
      if (problem.status === 412) this.note = batches().batch.stale;
      else this.refused = problem;
    } finally {
      this.busy = false;
    }
    await this.load();
  }
}

function named({ scan, page }: PlacedPage): { scan: string; page: number } {
  return { scan, page };
}
