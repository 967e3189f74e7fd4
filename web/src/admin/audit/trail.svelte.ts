// A part of the agency's log that grows downwards; an answer to a question no longer asked is dropped.
import { listAudit, type AuditFilter } from '../../api/audit';
import { asProblem, type Problem } from '../../api/send';
import type { AuditLine } from '../../api/types';

const PAGE = 50;

export class Trail {
  items = $state.raw<AuditLine[] | null>(null);
  next = $state.raw<number | null>(null);
  loading = $state(false);
  problem = $state.raw<Problem | null>(null);

  constructor(private readonly filter: AuditFilter) {
    void this.fetch(null);
  }

  readonly reload = () => this.fetch(null);

  async more(): Promise<void> {
    if (this.next !== null && !this.loading) await this.fetch(this.next);
  }

  private async fetch(after: number | null): Promise<void> {
    this.loading = true;
    try {
      const part = await listAudit(this.filter, after, PAGE);
      this.items = [...(after === null ? [] : (this.items ?? [])), ...part.items];
      this.next = part.next;
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.loading = false;
    }
  }
}
