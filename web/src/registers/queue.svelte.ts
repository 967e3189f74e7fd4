// Papers that wait at the clerks, one dealt with after another: a list that comes in pages, from which what is done goes.
import { untrack } from 'svelte';
import { asProblem, type Problem } from '../api/send';
import type { DocumentSummary } from '../api/types';

export interface Papers {
  items: DocumentSummary[];
  next: string | null;
}

export class Queue {
  items = $state.raw<DocumentSummary[]>([]);
  loaded = $state(false);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);
  next = $state.raw<string | null>(null);

  constructor(private readonly page: (after: string | null) => Promise<Papers>) {}

  reload(): Promise<void> {
    return this.fetch(null);
  }

  more(): Promise<void> {
    return this.fetch(this.next);
  }

  private async fetch(after: string | null): Promise<void> {
    // Whoever asks does not depend on whether it is being loaded: an effect would ask again for ever.
    if (untrack(() => this.loading)) return;
    this.loading = true;
    try {
      const { items, next } = await this.page(after);
      // One paper may wait for several reasons or people: it stands in the queue once.
      const papers = [...(after ? this.items : []), ...items];
      this.items = Array.from(new Map(papers.map((paper) => [paper.id, paper])).values());
      this.next = next;
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
