// The term that a date was counted from, as people say it.
import type { Task } from '../api/types';
import { acts } from '../messages/acts';

/** «5 ngày làm việc»; null where the date was set by hand. */
export function termWords({ due_term }: Pick<Task, 'due_term'>): string | null {
  if (!due_term) return null;
  const { unit, amount } = due_term.term;
  const words = (acts().termUnit as Record<string, string | ((n: number) => string)>)[unit];
  return typeof words === 'function' ? words(amount ?? 0) : (words ?? null);
}
