// A list as a file for spreadsheets: all that its filter leaves, fetched part by part.
import { asProblem, type Problem } from '../api/send';
import { csvLine, saveCsv } from './csv';

/** Lines asked for at a time, the most that the server gives. */
const PART = 100;

/** What becomes a file, and how. */
export interface Export<Line, After> {
  name: string;
  head: readonly string[];
  cells: (line: Line) => readonly string[];
  part: (after: After | null, limit: number) => Promise<{ items: readonly Line[]; next: After | null }>;
}

export class Exporting {
  /** How many have come; null while nothing is fetched. */
  lines = $state<number | null>(null);
  problem = $state.raw<Problem | null>(null);
  private stopped = false;

  stop(): void {
    this.stopped = true;
  }

  async run<Line, After>({ name, head, cells, part }: Export<Line, After>): Promise<void> {
    if (this.lines !== null) return;
    this.lines = 0;
    this.stopped = false;
    this.problem = null;
    const text = [csvLine(head)];
    try {
      let after: After | null = null;
      do {
        const { items, next }: { items: readonly Line[]; next: After | null } = await part(after, PART);
        text.push(...items.map((line) => csvLine(cells(line))));
        this.lines += items.length;
        after = next;
      } while (after !== null && !this.stopped);
      if (!this.stopped) saveCsv(text, name);
    } catch (cause) {
      this.problem = asProblem(cause);
    } finally {
      this.lines = null;
    }
  }
}
