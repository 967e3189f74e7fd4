// What was read for the fields of a form: how far each is settled, where the clerk looks next, what else it may be, and
// what becomes of the fields when more is read while the form is open.
import type { Fields, Suggestion } from '../api/types';

/** The fields of the form that may come off the paper, in the order in which the keyboard goes through them. */
export const READ_FIELDS = ['code', 'issued_on', 'issuer', 'kind', 'urgency', 'subject', 'signer'] as const satisfies readonly (keyof Fields)[];
export type ReadField = (typeof READ_FIELDS)[number];

/** From this confidence in percent a field is passed over by the keyboard. */
export const SURE_FROM = 90;

/** `settled`: by a person, here or before the paper came to this form. */
export type Standing = 'sure' | 'unsure' | 'empty' | 'settled';

/** The same value, however its spaces and accents are put together. */
export const same = (a: string | null, b: string | null) => tidy(a) === tidy(b);
const tidy = (text: string | null) => (text ?? '').normalize('NFC').replace(/\s+/g, ' ').trim();

/** The suggestions of one field, the surest first; one value once. */
export function suggestionsFor(field: string, all: readonly Suggestion[]): Suggestion[] {
  const own = all.filter((one) => one.field === field).toSorted((a, b) => b.confidence - a.confidence);
  return own.filter((one, at) => own.findIndex(({ value }) => same(value, one.value)) === at);
}

/** The suggestion a value comes from; without one, where something else was read, the surest. */
export function behind(value: string | null, own: readonly Suggestion[]): Suggestion | null {
  return own.find((one) => same(one.value, value)) ?? own[0] ?? null;
}

/** How far a value is settled that nobody has touched in this form. */
export function standing(field: ReadField, value: string | null, own: readonly Suggestion[]): Standing {
  const match = own.find((one) => same(one.value, value));
  if (match) return match.confidence >= SURE_FROM ? 'sure' : 'unsure';
  // «Normal» is what stands there as long as nobody says otherwise: a doubtful stamp is looked at.
  if (field === 'urgency') return own.length > 0 ? 'unsure' : 'settled';
  return tidy(value) === '' ? 'empty' : 'settled';
}

/** The next field to look at: after the one left, else from the start; null when every one is settled. */
export function nextField(standings: Readonly<Record<ReadField, Standing>>, left: ReadField | null): ReadField | null {
  const open = (field: ReadField) => field !== left && (standings[field] === 'unsure' || standings[field] === 'empty');
  const at = left ? READ_FIELDS.indexOf(left) : -1;
  return READ_FIELDS.slice(at + 1).find(open) ?? READ_FIELDS.find(open) ?? null;
}

/** Other values to take, those that what was typed may mean first, then those read; not the one that stands there. */
export function others(value: string | null, own: readonly Suggestion[], known: readonly string[], most = 9): string[] {
  const all = [...known, ...own.map((one) => one.value)];
  const fresh = all.filter((one, at) => !same(one, value) && all.findIndex((other) => same(other, one)) === at);
  return fresh.slice(0, most);
}

/** What was read later, with what the clerk typed or looked at left as it is. */
export function refreshed(mine: Fields, read: Fields, held: ReadonlySet<keyof Fields>): Fields {
  return { ...read, ...Object.fromEntries(Array.from(held, (field) => [field, mine[field]])) };
}

/** A deadline told as a term, «5wd» for five working days; null for a day or anything else. */
export function statedTerm(value: string): { amount: number; unit: 'wd' | 'd' | 'm' } | null {
  const parts = /^(\d{1,3})(wd|d|m)$/.exec(value);
  return parts ? { amount: Number(parts[1]), unit: parts[2] as 'wd' | 'd' | 'm' } : null;
}
