// What is marked on a page: the words of the search it was opened by, what was found inside the paper, and the
// one place to look at.
import { tick } from 'svelte';
import type { PageText, WordBox } from '../api/types';
import { boxes, spans, wanted, type Span } from './highlight';
import type { Reading } from './reading.svelte';

export interface Mark {
  box: WordBox;
  /** The one place to look at. */
  now: boolean;
}

export function marksOn(text: PageText, question: string, finds: readonly Span[] | undefined, spot: Span | null): Mark[] {
  const now = new Set(spot ? boxes(text.words, [spot]) : []);
  const all = new Set([...boxes(text.words, finds ?? spans(text.text, wanted(question))), ...now]);
  return Array.from(all, (box) => ({ box, now: now.has(box) }));
}

/** Brings the one place to look at, else the first mark of the page, into view once its words are there. */
export async function showMark(reading: Reading, number: number, page: () => HTMLElement | null): Promise<void> {
  await reading.wantText(number);
  for (let attempt = 0; attempt < 20 && reading.current === number; attempt += 1) {
    await tick();
    const mark = page()?.querySelector(reading.spot ? '[data-now]' : '[data-mark]');
    if (mark) return mark.scrollIntoView({ block: 'center' });
    await new Promise((done) => setTimeout(done, 100));
  }
}
