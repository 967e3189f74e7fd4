// Where a paper gets its number: the register that fits, what comes next there, numbers kept, and the request.
import { listUnits } from '../api/documents';
import { listEntries, listRegisters, listYears } from '../api/registers';
import { asProblem, type Problem } from '../api/send';
import type { Entry, Register, RegistrationWish, Unit } from '../api/types';
import { officeDay } from '../work/due';

const KEPT_MOST = 50;

export class Numbering {
  books = $state.raw<Register[] | null>(null);
  units = $state.raw<Unit[]>([]);
  problem = $state.raw<Problem | null>(null);
  chosen = $state<string | null>(null);
  dated = $state<string | null>(officeDay(new Date()));
  /** A number that was kept; null takes the next one. */
  number = $state<number | null>(null);
  unit = $state<string | null>(null);
  expected = $state<number | null>(null);
  kept = $state.raw<Entry[]>([]);

  readonly year = $derived(Number((this.dated ?? officeDay(new Date())).slice(0, 4)));
  readonly book = $derived.by<Register | null>(() => {
    const books = this.books ?? [];
    const fits = (one: Register) => one.kinds.includes(this.kind ?? '');
    return books.find(({ id }) => id === this.chosen) ?? books.find(fits) ?? books.find(({ kinds }) => kinds.length === 0) ?? books[0] ?? null;
  });

  constructor(private readonly kind: string | null, unit: string | null) {
    this.unit = unit;
    void this.load();
  }

  async load(): Promise<void> {
    this.problem = null;
    try {
      const [books, units] = await Promise.all([listRegisters(), listUnits()]);
      const today = officeDay(new Date());
      this.units = units;
      this.books = books.filter((one) => one.book === 'outgoing' && one.valid_from <= today && (one.valid_to ?? today) >= today);
    } catch (cause) {
      this.problem = asProblem(cause);
    }
  }

  /** What comes next in the register, and the numbers kept there; only to be shown. */
  async look(book: Register, year: number): Promise<void> {
    const filter = { year, text: '', from: null, to: null, state: 'reserved' as const };
    const [years, entries] = await Promise.all([
      listYears(book.id).catch(() => []),
      listEntries(book.id, filter, null, KEPT_MOST).catch(() => ({ items: [] })),
    ]);
    if (this.book?.id !== book.id || this.year !== year) return;
    this.expected = (years.find((one) => one.year === year)?.last ?? 0) + 1;
    this.kept = entries.items;
    if (!this.kept.some(({ number }) => number === this.number)) this.number = null;
  }

  wish(): RegistrationWish {
    return { register: this.book?.id ?? null, dated: this.dated, number: this.number, unit: this.unit };
  }
}
