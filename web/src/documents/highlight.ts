// Which words of a page a search marks: compared without diacritics, old and new tone placement
// alike, and where the words of the question stand together only those places are marked.
import type { WordBox } from '../api/types';

/** Text as search compares it: lower case, no diacritics, đ as d. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/đ/g, 'd');
}

/** Folded runs of letters and digits, each with its place in the text as given. */
export function tokens(text: string): { folded: string; start: number; end: number }[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}]+/gu), ({ 0: word, index }) => ({
    folded: fold(word),
    start: index,
    end: index + word.length,
  }));
}

export interface Wanted {
  /** Folded words, each line one run that must stand together. */
  phrases: string[][];
  /** Folded words of the rest, in order. */
  words: string[];
}

/** What to mark for a question: fields, exclusions and operators mark nothing. */
export function wanted(question: string): Wanted {
  const phrases: string[][] = [];
  const rest = question.replace(/(\S*:)?(-?)"([^"]*)"?/g, (_, field: string | undefined, minus: string, phrase: string) => {
    if (!field && !minus) phrases.push(tokens(phrase).map(({ folded }) => folded));
    return ' ';
  });
  const words: string[] = [];
  for (const part of rest.split(/\s+/)) {
    if (part.startsWith('-') || /^[\p{L}_]+:/u.test(part)) continue;
    const inner = tokens(part).map(({ folded }) => folded);
    // A code such as 123/QĐ-UBND is one thing and stands together.
    if (inner.length > 1) phrases.push(inner);
    else words.push(...inner);
  }
  return { phrases: phrases.filter((run) => run.length > 0), words };
}

export interface Span {
  start: number;
  end: number;
}

/** The places in a text to mark, in order, without overlaps. */
export function spans(text: string, want: Wanted): Span[] {
  const all = tokens(text);
  const marked = new Set<number>();
  for (const phrase of want.phrases) {
    for (let at = 0; at + phrase.length <= all.length; at += 1) {
      if (phrase.every((word, offset) => all[at + offset]?.folded === word)) {
        for (let offset = 0; offset < phrase.length; offset += 1) marked.add(at + offset);
      }
    }
  }
  for (const index of loose(all.map(({ folded }) => folded), want.words)) marked.add(index);
  return Array.from(marked)
    .sort((a, b) => a - b)
    .map((index) => ({ start: all[index]?.start ?? 0, end: all[index]?.end ?? 0 }));
}

/** Indexes of loose words; places where neighbours of the question are neighbours win over single words. */
function loose(text: string[], words: string[]): number[] {
  if (words.length === 0) return [];
  const asked = new Set(words);
  const pairs = new Set(words.slice(1).map((word, index) => `${words[index]} ${word}`));
  const single: number[] = [];
  const together = new Set<number>();
  for (const [index, word] of text.entries()) {
    if (!asked.has(word)) continue;
    single.push(index);
    const next = text[index + 1];
    if (next !== undefined && pairs.has(`${word} ${next}`)) {
      together.add(index);
      together.add(index + 1);
    }
  }
  if (together.size === 0) return single;
  const covered = new Set(Array.from(together, (index) => text[index]));
  return single.filter((index) => together.has(index) || !covered.has(text[index]));
}

/** The boxes of words that touch a marked place. */
export function boxes(words: readonly WordBox[], marked: readonly Span[]): WordBox[] {
  const found: WordBox[] = [];
  let from = 0;
  for (const word of words.toSorted((a, b) => a[0] - b[0])) {
    while (from < marked.length && (marked[from]?.end ?? 0) <= word[0]) from += 1;
    const span = marked[from];
    if (span && span.start < word[1] && span.end > word[0]) found.push(word);
  }
  return found;
}

/** The text cut into marked and plain pieces. */
export function pieces(text: string, marked: readonly Span[]): { text: string; hit: boolean }[] {
  const cut: { text: string; hit: boolean }[] = [];
  let at = 0;
  for (const { start, end } of marked) {
    if (start > at) cut.push({ text: text.slice(at, start), hit: false });
    cut.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  if (at < text.length) cut.push({ text: text.slice(at), hit: false });
  return cut;
}
