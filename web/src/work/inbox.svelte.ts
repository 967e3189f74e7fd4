// The lists of tasks: keyset pages, kept while one reads a paper, never moving by themselves.
import { countInbox, listInbox } from '../api/work';
import { asProblem, type Problem } from '../api/send';
import { noted } from '../offline/noted.svelte';
import type { InboxBox, InboxCount, InboxItem, TaskKind } from '../api/types';

const PAGE = 50;

class Counts {
  items = $state.raw<InboxCount[] | null>(null);

  async reload(): Promise<void> {
    try {
      this.items = await countInbox();
    } catch {
      // The list beside the figures tells what is wrong; old figures are better than none.
    }
  }
}

/** How much waits for the person, by kind. */
export const counts = new Counts();

export class TaskList {
  items = $state.raw<InboxItem[]>([]);
  next = $state.raw<string | null>(null);
  loading = $state(false);
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  loadedAt = $state.raw<Date | null>(null);
  /** Tasks that came in since; shown only when the person asks. */
  fresh = $state(0);
  /** Tasks of the list that no longer wait. */
  gone = $state.raw<ReadonlySet<string>>(new Set());

  constructor(readonly box: InboxBox, readonly kinds: readonly TaskKind[]) {}

  async reload(): Promise<void> {
    await this.fetch(null, ({ items, next }) => {
      this.items = items;
      this.next = next;
      this.fresh = 0;
      this.gone = new Set();
      this.loaded = true;
      this.loadedAt = new Date();
    });
  }

  async more(): Promise<void> {
    if (this.next === null) return;
    await this.fetch(this.next, ({ items, next }) => {
      const known = new Set(this.items.map(({ task }) => task.id));
      this.items = [...this.items, ...items.filter(({ task }) => !known.has(task.id))];
      this.next = next;
    });
  }

  private async fetch(after: string | null, take: (page: { items: InboxItem[]; next: string | null }) => void) {
    if (this.loading) return;
    this.loading = true;
    try {
      take(await this.page(after));
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.loading = false;
    }
  }

  private async page(after: string | null) {
    const { box, kinds } = this;
    try {
      return await listInbox({ box, kind: kinds, after, limit: PAGE });
    } catch (cause) {
      if (after !== null || kinds.length === 0 || asProblem(cause).code !== 'web.offline') throw cause;
      // Without a network a part is looked up in the whole list, which is kept.
      const { items } = await listInbox({ box, kind: [], after, limit: PAGE });
      return { items: items.filter(({ task }) => kinds.includes(task.kind)), next: null };
    }
  }

  /** Compares the first page with what stands on the screen, without moving anything there. */
  async compare(): Promise<void> {
    if (!this.loaded || this.loading) return;
    try {
      const { items, next } = await this.page(null);
      const known = new Set(this.items.map(({ task }) => task.id));
      this.fresh = items.filter(({ task }) => !known.has(task.id)).length;
      if (next !== null) return;
      const still = new Set(items.map(({ task }) => task.id));
      this.gone = new Set(Array.from(known).filter((id) => !still.has(id)));
    } catch {
      // Asked in passing: the next event, or the person, asks again.
    }
  }
}

const lists = new Map<string, TaskList>();

/** The list of a box and a group; the same one again when the person comes back. */
export function tasksOf(box: InboxBox, kinds: readonly TaskKind[]): TaskList {
  const key = `${box} ${kinds.join(' ')}`;
  let list = lists.get(key);
  if (!list) {
    list = new TaskList(box, kinds);
    lists.set(key, list);
  }
  return list;
}

/** After the person acted: what stands in the lists is compared when he comes back to them. */
export async function afterActing(): Promise<void> {
  await Promise.all([counts.reload(), ...Array.from(lists.values(), (list) => list.reload())]);
}

/** The paper of the first task that waits for the person, other than the one just dealt with. */
export function nextPaper(than: string): InboxItem | null {
  const list = lists.get('waiting ') ?? null;
  return list?.items.find(({ document, task }) => document.id !== than && !list.gone.has(task.id) && !noted.documents.has(document.id)) ?? null;
}
