// The lines of a book by their place in it, fetched where one looks: without a filter a number is its place, so that
// any part can be fetched at once; with one, places follow from the first line on.
import { listEntries, type EntryFilter } from '../api/registers';
import { asProblem, type Problem } from '../api/send';
import type { Entry } from '../api/types';

const PART = 100;

export class Lines {
  total = $state(0);
  /** Whether a filter leaves lines that were not counted yet. */
  open = $state(false);
  loaded = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** Counts the parts that came, so that screens follow. */
  came = $state(0);
  private readonly lines = new Map<number, Entry>();
  private readonly asked = new Set<number>();
  private next: number | null = null;
  private readonly filtered: boolean;

  constructor(private readonly register: string, private readonly filter: EntryFilter, last: number) {
    this.filtered = Boolean(filter.text || filter.from || filter.to || filter.state);
    if (!this.filtered) this.total = last;
  }

  /** Where the book lies open: at its newest line, or at the first one that was asked for. */
  get opensAt(): number {
    return this.filtered ? 0 : Math.max(this.total - 1, 0);
  }

  at(place: number): Entry | undefined {
    return this.lines.get(place);
  }

  /** Fetches what is missing between two places. */
  async want(from: number, to: number): Promise<void> {
    if (this.filtered) {
      if (!this.loaded || (this.open && to >= this.total - PART / 2)) await this.fetch(this.total);
      return;
    }
    const parts: number[] = [];
    for (let part = Math.floor(Math.max(from, 0) / PART); part * PART <= to; part += 1) parts.push(part * PART);
    await Promise.all(parts.map((part) => this.fetch(part)));
  }

  private async fetch(start: number): Promise<void> {
    if (this.asked.has(start)) return;
    this.asked.add(start);
    try {
      const after = this.filtered ? this.next : start;
      const part = await listEntries(this.register, this.filter, after, PART);
      part.items.forEach((line, at) => this.lines.set(this.filtered ? start + at : line.number - 1, line));
      this.next = part.next;
      if (this.filtered) this.total = start + part.items.length;
      else this.total = Math.max(this.total, part.items.at(-1)?.number ?? 0);
      this.open = this.filtered && part.next !== null;
      this.loaded = true;
      this.problem = null;
    } catch (cause) {
      this.asked.delete(start);
      this.problem = asProblem(cause);
    }
    this.came += 1;
  }
}
