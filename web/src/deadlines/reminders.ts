// The amounts of the reminders between what is typed and what is sent.
import type { Problem } from '../api/send';
import type { Reminders } from '../api/types';

export type AmountName = Exclude<keyof Reminders, 'on_the_day'>;

const NAMES: readonly AmountName[] = ['hours_before', 'percent_passed', 'head_days', 'chief_days', 'leader_days'];

const each = <T>(of: (name: AmountName) => T) =>
  Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Record<AmountName, T>;

export const typedOf = (settings: Reminders) => each((name) => String(settings[name] ?? ''));

/** Empty is no reminder. What is no whole number goes as 0, which the server refuses with the sentence that fits. */
function amountOf(typed: string): number | null {
  const text = typed.trim();
  if (text === '') return null;
  return /^\d{1,4}$/.test(text) ? Number(text) : 0;
}

export const sentOf = (typed: Record<AmountName, string>) => each((name) => amountOf(typed[name]));

/** Whether the server's refusal means this field: it names the kind of amount and how far it may go. */
export function isRefused(name: AmountName, typed: string, refusal: Problem | null): boolean {
  const amount = amountOf(typed);
  if (amount === null) return false;
  if (refusal?.code === 'calendar.reminder_percent') return name === 'percent_passed';
  return refusal?.code === 'calendar.reminder_amount' && name !== 'percent_passed' && (amount === 0 || amount > Number(refusal.params.max));
}
