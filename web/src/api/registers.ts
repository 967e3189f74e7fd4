// Registers, their years and entries, and papers that get their number.
import { API, queryString, send } from './send';
import type {
  DocumentSummary, Entry, EntryState, Fields, Items, Made, Register, RegisterDefinition, RegisterWish, RegisterYear,
  Registration, RegistrationWish, ReservationWish,
} from './types';

export async function listRegisters(): Promise<Register[]> {
  return (await send<Items<Register>>('GET', '/registers')).items;
}

export async function listYears(register: string): Promise<RegisterYear[]> {
  return (await send<Items<RegisterYear>>('GET', `/registers/${register}/years`)).items;
}

export interface EntryFilter {
  year: number | null;
  text: string;
  from: string | null;
  to: string | null;
  state: EntryState | null;
}

export function listEntries(register: string, filter: EntryFilter, after: number | null, limit: number) {
  return send<{ items: Entry[]; next: number | null }>('GET', `/registers/${register}/entries`, {
    query: { ...filter, after, limit },
  });
}

export type PrintedForm = 'register' | 'follow_up' | 'post';

/** Where a register is printed as a book of the decree, as far as a filter leaves it. */
export function printedBook(register: string, form: PrintedForm, paper: 'pdf' | 'xlsx', filter: EntryFilter): string {
  return `${API}/registers/${register}/print/${form}/${paper}${queryString({ ...filter })}`;
}

/** Registers a paper; the same key with the same body is done once. */
export function registerPaper(document: string, wish: RegistrationWish, key: string): Promise<Registration> {
  return send<Registration>('POST', `/documents/${document}/registration`, { body: wish, key });
}

/** Papers that seem to be the same as one with these fields. */
export async function findDoubles(document: string, fields: Fields, signal: AbortSignal): Promise<DocumentSummary[]> {
  const options = { body: fields, signal };
  return (await send<Items<DocumentSummary>>('POST', `/documents/${document}/doubles`, options)).items;
}

export const defineRegister = (wish: RegisterWish, key: string) => send<Made>('POST', '/registers', { body: wish, key });

/** Changes a register as it stood at a revision; numbers given before stay. */
export function redefineRegister(register: Register, definition: RegisterDefinition, key: string): Promise<Register> {
  return send<Register>('PUT', `/registers/${register.id}`, { body: definition, etag: `"${register.revision}"`, key });
}

export const openYear = (register: string, year: number) => send<void>('POST', `/registers/${register}/years`, { body: { year } });
export const closeYear = (register: string, year: number, give_up_because: string | null) =>
  send<void>('POST', `/registers/${register}/years/${year}/closing`, { body: { give_up_because } });

export async function reserveNumbers(register: string, wish: ReservationWish, key: string): Promise<number[]> {
  return (await send<{ numbers: number[] }>('POST', `/registers/${register}/reservations`, { body: wish, key })).numbers;
}

interface Numbered {
  year: number;
  number: number;
}

export const giveUpNumber = (register: string, { year, number }: Numbered, reason: string) =>
  send<void>('POST', `/registers/${register}/years/${year}/entries/${number}/giving-up`, { body: { reason } });
export const cancelNumber = (register: string, { year, number }: Numbered, reason: string) =>
  send<void>('POST', `/registers/${register}/years/${year}/entries/${number}/cancellation`, { body: { reason } });

export const getOrganisation = () => send<{ name: string; abbreviation: string | null }>('GET', '/organisation');
