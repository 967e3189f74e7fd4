// What a number and symbol would look like: an illustration of a form, never a check of it.
import type { Book } from '../api/types';

export type FormPart = 'number' | 'year' | 'kind' | 'copy' | 'agency' | 'unit';

const PARTS: Record<Book, FormPart[]> = {
  incoming: ['number', 'year'],
  outgoing: ['number', 'year', 'kind', 'agency', 'unit'],
  copies: ['number', 'year', 'copy', 'agency'],
};

/** The parts that numbers of a book may have. */
export const partsOf = (book: Book): FormPart[] => PARTS[book];

/** A form with one more part, after the separator that is usual there. */
export function withPart(form: string, part: FormPart): string {
  const separator = form === '' || /[/-]$/.test(form) ? '' : form.includes('/') ? '-' : '/';
  return `${form}${separator}{${part}}`;
}

/** A form with the words of its parts in place of their names. */
export function exampleOf(form: string, words: Record<FormPart, string>): string {
  return form.replace(/\{(\w+)\}/g, (whole, part: string) => words[part as FormPart] ?? whole);
}
