// The lists of drafts: keyset pages, kept while one reads a paper.
import { untrack } from 'svelte';
import { listDrafts } from '../api/drafts';
import { asProblem, type Problem } from '../api/send';
import type { DraftItem, DraftsAt } from '../api/types';

const PAGE = 50;

export class DraftList {
  items = $state.raw<DraftItem[] | null>(null);
  next = $state.raw<string | null>(null);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly at: DraftsAt | null) {}

  get isLong(): boolean {
    return (this.items?.length ?? 0) > PAGE;
  }

  reload(): Promise<void> {
    return this.fetch(null);
  }

  async more(): Promise<void> {
    if (this.next) await this.fetch(this.next);
  }

  private async fetch(after: string | null): Promise<void> {
    // Whoever asks does not depend on whether it is being loaded: an effect would ask again for ever.
    if (untrack(() => this.loading)) return;
    this.loading = true;
    try {
      const { items, next } = await listDrafts({ at: this.at, after, limit: PAGE });
      this.items = after ? [...(this.items ?? []), ...items] : items;
      this.next = next;
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.loading = false;
    }
  }
}

const lists = new Map<DraftsAt | null, DraftList>();

/** The list of a step; the same one again when the person comes back. */
export function draftsAt(at: DraftsAt | null): DraftList {
  let list = lists.get(at);
  if (!list) {
    list = new DraftList(at);
    lists.set(at, list);
  }
  return list;
}
