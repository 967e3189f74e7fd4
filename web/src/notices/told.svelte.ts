// The list of what the person was told: pages, kept in place; what comes meanwhile is offered, not pushed in.
import { listNotices, seeNotices } from '../api/notices';
import { asProblem, type Problem } from '../api/send';
import type { Notice } from '../api/types';
import { take } from './live.svelte';

const PAGE = 50;

export class Told {
  items = $state.raw<Notice[]>([]);
  next = $state.raw<string | null>(null);
  loaded = $state(false);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** What came since; shown when the person asks. */
  fresh = $state(0);

  async reload(): Promise<void> {
    await this.fetch(null);
  }

  async more(): Promise<void> {
    if (this.next !== null) await this.fetch(this.next);
  }

  private async fetch(after: string | null): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      const page = await listNotices(after, PAGE);
      const known = new Set(after === null ? [] : this.items.map(({ id }) => id));
      this.items = [...(after === null ? [] : this.items), ...page.items.filter(({ id }) => !known.has(id))];
      this.next = page.next;
      this.problem = null;
      this.loaded = true;
      if (after === null) this.fresh = 0;
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.loading = false;
    }
  }

  /** One has come; it is counted unless it stands there already. */
  came(notice: Notice): void {
    if (!this.items.some(({ id }) => id === notice.id)) this.fresh += 1;
  }

  /** Marks as seen, here and on the server; all when none is named. */
  async see(ids: string[] | null): Promise<void> {
    try {
      take((await seeNotices(ids)).unseen);
      this.items = this.items.map((one) => (ids === null || ids.includes(one.id) ? { ...one, seen: true } : one));
    } catch (cause) {
      this.problem = asProblem(cause);
    }
  }
}
