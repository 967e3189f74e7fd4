// The catalogue of the ways to look at a paper, fetched when the first of them is needed.
import { inEnglish } from './index.svelte';
import { viViewing, type Viewing } from './vi.viewing';

/** The sentences of display, text view and finding in the language chosen. */
export function viewing(): Viewing {
  return inEnglish()?.viewing ?? viViewing;
}
