// The columns of a register book: what each says, and which this device shows.
import type { Entry } from '../api/types';
import { desk } from '../messages/desk';
import { day } from '../messages/format';
import { registers } from '../messages/registers';

export const COLUMNS = ['dated', 'code', 'issuer', 'kind', 'subject', 'signer', 'state'] as const;
export type Column = (typeof COLUMNS)[number];
const USUAL: readonly Column[] = ['dated', 'code', 'issuer', 'subject'];
const KEY = 'congvan.register.columns';

class Shown {
  columns = $state.raw<readonly Column[]>(restore());
}

function restore(): readonly Column[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return Array.isArray(kept) ? COLUMNS.filter((one) => kept.includes(one)) : USUAL;
  } catch {
    // Storage switched off or spoiled: the usual ones serve.
    return USUAL;
  }
}

export const shown = new Shown();

export function show(column: Column, on: boolean): void {
  shown.columns = COLUMNS.filter((one) => (one === column ? on : shown.columns.includes(one)));
  try {
    localStorage.setItem(KEY, JSON.stringify(shown.columns));
  } catch {
    // Storage switched off: the choice holds until the page is closed.
  }
}

export function headOf(column: Column): string {
  const { books } = registers();
  const others = desk().columns;
  return { dated: books.dated, code: books.code, issuer: books.issuer, subject: books.subject, ...others }[column];
}

/** What a line says in a column, as plain text. */
export function textOf(line: Entry, column: Column): string {
  const paper = line.document;
  switch (column) {
    case 'dated': return day(line.dated);
    case 'code': return [paper?.code ?? line.code, day(paper?.issued_on ?? null)].filter(Boolean).join(', ');
    case 'issuer': return paper?.issuer ?? '';
    case 'kind': return paper?.kind?.name ?? '';
    case 'signer': return paper?.signer ?? '';
    case 'state': return [registers().entryState[line.state], line.reason].filter(Boolean).join(': ');
    case 'subject':
      if (paper) return paper.subject ?? paper.title;
      if (line.state === 'reserved') return registers().books.keptFor([line.purpose, day(line.reserved_day)].filter(Boolean).join(', '));
      return line.state === 'used' ? registers().books.apart : '';
  }
}
