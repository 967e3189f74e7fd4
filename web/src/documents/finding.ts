// Finding words inside one paper: typed without diacritics, the last word perhaps only begun.
import type { PageText } from '../api/types';
import { tokens, type Span } from './highlight';

export interface Place extends Span {
  page: number;
}

const known = new WeakMap<PageText, ReturnType<typeof tokens>>();

/** The words of a page; taken apart once, however often the question changes. */
function wordsOf(page: PageText): ReturnType<typeof tokens> {
  let words = known.get(page);
  if (!words) known.set(page, (words = tokens(page.text)));
  return words;
}

/** The places of a page where the words of the question stand one after another. */
export function places(page: PageText, question: string): Place[] {
  const asked = tokens(question).map(({ folded }) => folded);
  const begun = asked.at(-1);
  if (begun === undefined) return [];
  const words = wordsOf(page);
  const found: Place[] = [];
  for (let at = 0; at + asked.length <= words.length; at += 1) {
    const fits = asked.every((word, step) => {
      const here = words[at + step]?.folded;
      return step === asked.length - 1 ? here?.startsWith(begun) : here === word;
    });
    const last = words[at + asked.length - 1];
    if (!fits || !last) continue;
    found.push({ page: page.number, start: words[at]?.start ?? 0, end: last.end });
    at += asked.length - 1;
  }
  return found;
}

/** Does the work of each number, a few at a time, until it is told to stop. */
export async function fewAtATime(numbers: readonly number[], few: number, work: (number: number) => Promise<void>, stopped: () => boolean): Promise<void> {
  const left = numbers.values();
  await Promise.all(Array.from({ length: few }, async () => {
    for (const number of left) {
      if (stopped()) return;
      await work(number);
    }
  }));
}
