// What waits at the clerks to be numbered, issued and sent, the urgent ones first, and the paper being dealt with.
import { getDocument } from '../api/documents';
import { asProblem, type Problem } from '../api/send';
import type { DocumentSummary, DocumentView, TaskKind } from '../api/types';
import { listInbox } from '../api/work';
import { DraftWorking } from './working.svelte';

const PAGE = 100;
const KINDS: readonly TaskKind[] = ['number', 'dispatch'];

export class IssuingQueue {
  items = $state.raw<DocumentSummary[]>([]);
  loaded = $state(false);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);
  next = $state.raw<string | null>(null);

  reload(): Promise<void> {
    return this.fetch(null);
  }

  more(): Promise<void> {
    return this.fetch(this.next);
  }

  private async fetch(after: string | null): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      const page = await listInbox({ box: 'waiting', kind: KINDS, after, limit: PAGE });
      const papers = [...(after ? this.items : []), ...page.items.map(({ document }) => document)];
      // A paper that is numbered before its approval waits for one thing only, but may do so for several people.
      this.items = Array.from(new Map(papers.map((paper) => [paper.id, paper])).values());
      this.next = page.next;
      this.loaded = true;
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.loading = false;
    }
  }

  remove(id: string): void {
    this.items = this.items.filter((paper) => paper.id !== id);
  }

  /** The paper after one, or before it; the first when it is not in the queue. */
  beside(id: string | null, step: 1 | -1): DocumentSummary | null {
    const at = this.items.findIndex((paper) => paper.id === id);
    return this.items[at + step] ?? (at === -1 ? (this.items[0] ?? null) : null);
  }
}

export type Step = 'number' | 'issue' | 'dispatch';

/** One paper at the clerks. */
export class Issuing {
  paper = $state.raw<DocumentView | null>(null);
  problem = $state.raw<Problem | null>(null);
  readonly working: DraftWorking;

  /** What comes next: as far as the server leaves it open. */
  readonly step = $derived.by<Step | null>(() => {
    const open = (verb: string) => this.working.choices.some((one) => one.verb === verb && one.open);
    if (open('number')) return 'number';
    if (open('issue')) return 'issue';
    return open('dispatch') && this.working.draft?.phase === 'to_dispatch' ? 'dispatch' : null;
  });
  readonly issueTask = $derived.by(() => this.working.choices.find((one) => one.verb === 'issue' && one.open)?.task?.id ?? null);

  constructor(readonly id: string) {
    this.working = new DraftWorking(id);
    void this.load();
  }

  async load(): Promise<void> {
    try {
      const [{ data }] = await Promise.all([getDocument(this.id), this.working.load()]);
      this.paper = data;
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    }
  }
}
