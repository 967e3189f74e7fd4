// What waits to be registered: received papers by urgency, then those captured that nobody has acted on.
import { listDocuments } from '../api/documents';
import { asProblem, type Problem } from '../api/send';
import type { DocumentSummary } from '../api/types';
import { listInbox } from '../api/work';

const PAGE = 100;

/** Papers in no register that nobody calls outgoing. */
const waits = ({ register, direction, state }: DocumentSummary) =>
  register === null && direction !== 'outgoing' && state !== 'quarantined';

export class Queue {
  items = $state.raw<DocumentSummary[]>([]);
  loaded = $state(false);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);
  next = $state.raw<string | null>(null);

  async reload(): Promise<void> {
    await this.fetch(async () => {
      const [received, captured] = await Promise.all([
        listInbox({ box: 'waiting', kind: ['register'], limit: PAGE }),
        listDocuments({ limit: PAGE }),
      ]);
      this.next = captured.next;
      this.items = [];
      this.put([...received.items.map(({ document }) => document), ...captured.items.filter(waits)]);
      this.loaded = true;
    });
  }

  /** Looks further back in the papers captured. */
  async more(): Promise<void> {
    await this.fetch(async () => {
      const captured = await listDocuments({ after: this.next, limit: PAGE });
      this.next = captured.next;
      this.put(captured.items.filter(waits));
    });
  }

  private async fetch(work: () => Promise<void>): Promise<void> {
    if (this.loading) return;
    this.loading = true;
    try {
      await work();
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.loading = false;
    }
  }

  private put(papers: DocumentSummary[]): void {
    const known = new Map([...this.items, ...papers].map((paper) => [paper.id, paper]));
    this.items = Array.from(known.values());
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
