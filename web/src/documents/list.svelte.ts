// The list of papers: keyset pages, kept while one reads a paper, never moving by itself.
import { listDocuments } from '../api/papers';
import { asProblem, type Problem } from '../api/send';
import type { DocumentSummary, LiveDocument, ReadingState } from '../api/types';

const PAGE = 50;

export class PaperList {
  items = $state<DocumentSummary[]>([]);
  next = $state<string | null>(null);
  loading = $state(false);
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  loadedAt = $state.raw<Date | null>(null);
  /** Ids of papers that came in since; shown only when the person asks. */
  fresh = $state<string[]>([]);

  constructor(readonly state: ReadingState | null) {}

  async reload(): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      const page = await listDocuments({ state: this.state, limit: PAGE });
      this.items = page.items;
      this.next = page.next;
      this.fresh = [];
      this.problem = null;
      this.loaded = true;
      this.loadedAt = new Date();
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.loading = false;
    }
  }

  async more(): Promise<void> {
    if (this.loading || this.next === null) return;
    this.loading = true;
    try {
      const page = await listDocuments({ state: this.state, after: this.next, limit: PAGE });
      const known = new Set(this.items.map(({ id }) => id));
      this.items.push(...page.items.filter(({ id }) => !known.has(id)));
      this.next = page.next;
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.loading = false;
    }
  }

  /** A paper that stands in the list changes its state where it is; another one is only counted. */
  hear({ document, state }: LiveDocument): void {
    const known = this.items.find(({ id }) => id === document);
    if (known) known.state = state;
    else if (this.loaded && (this.state === null || this.state === state) && !this.fresh.includes(document)) {
      this.fresh.push(document);
    }
  }
}

const lists = new Map<ReadingState | null, PaperList>();

/** The list of a state; the same one again when the person comes back. */
export function listOf(state: ReadingState | null): PaperList {
  let list = lists.get(state);
  if (!list) {
    list = new PaperList(state);
    lists.set(state, list);
  }
  return list;
}
