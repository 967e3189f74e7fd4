// Finding by what was typed, without diacritics: beginnings of words, or initials of the name.
import { fold } from '../documents/highlight';

export interface Findable {
  words: readonly string[];
  initials: string;
}

export const wordsOf = (text: string) => fold(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
/** Words people leave out of an abbreviation: «SNNMT» for «Sở Nông nghiệp và Môi trường». */
const JOINING = new Set(['va', 'cac', 'cua', 'thuoc']);

/** The first letters of a name, with and without the words that join. */
export function initialsOf(name: string): string {
  const all = wordsOf(name);
  return [all, all.filter((word) => !JOINING.has(word))].map((words) => words.map((word) => word[0]).join('')).join(' ');
}

/** Every word typed begins a word of the name or its hint, or all of it are initials of the name. */
export function matches({ words, initials }: Findable, typed: string): boolean {
  const wanted = wordsOf(typed);
  const all = wanted.every((one) => words.some((word) => word.startsWith(one)));
  return all || (wanted.length === 1 && initials.includes(wanted[0] ?? ''));
}
