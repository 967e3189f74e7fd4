// The lines of a book as a file for spreadsheets: all that the filter leaves, in the columns shown, fetched part by part.
import { listEntries, type EntryFilter } from '../api/registers';
import { asProblem, type Problem } from '../api/send';
import type { Entry } from '../api/types';
import { registers } from '../messages/registers';
import { headOf, textOf, type Column } from './columns.svelte';
import { csvLine, saveCsv } from './csv';

const PART = 100;

export class Exporting {
  lines = $state<number | null>(null);
  problem = $state.raw<Problem | null>(null);
  private stopped = false;

  stop(): void {
    this.stopped = true;
  }

  async run(register: string, filter: EntryFilter, columns: readonly Column[], name: string): Promise<void> {
    if (this.lines !== null) return;
    this.lines = 0;
    this.stopped = false;
    this.problem = null;
    const text = [csvLine([registers().books.number, ...columns.map(headOf)])];
    try {
      let after: number | null = null;
      do {
        const part: { items: Entry[]; next: number | null } = await listEntries(register, filter, after, PART);
        text.push(...part.items.map((line) => csvLine([String(line.number), ...columns.map((column) => textOf(line, column))])));
        this.lines += part.items.length;
        after = part.next;
      } while (after !== null && !this.stopped);
      if (!this.stopped) saveCsv(text, name);
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.lines = null;
    }
  }
}
