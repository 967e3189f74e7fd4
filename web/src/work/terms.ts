// The term that a date was counted from, as people say it.
import type { Suggestion, Task } from '../api/types';
import { acts } from '../messages/acts';
import { suggestionsFor } from '../registers/suggested';

/** «5 ngày làm việc»; null where the date was set by hand. */
export function termWords({ due_term }: Pick<Task, 'due_term'>): string | null {
  if (!due_term) return null;
  const { unit, amount } = due_term.term;
  const words = (acts().termUnit as Record<string, string | ((n: number) => string)>)[unit];
  return typeof words === 'function' ? words(amount ?? 0) : (words ?? null);
}

/** The day by which the paper itself wants to be answered, the surest read; null where none was, or only a term. */
export function statedDay(read: readonly Suggestion[]): string | null {
  return suggestionsFor('due', read).find(({ value }) => /^\d{4}-\d{2}-\d{2}$/.test(value))?.value ?? null;
}
