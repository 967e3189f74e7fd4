// The catalogue of the sheets in which one acts on a paper, fetched with them.
import { inEnglish } from './index.svelte';
import { viActs, type Acts } from './vi.acts';

/** The sentences of acting on a paper in the language chosen. */
export function acts(): Acts {
  return inEnglish()?.acts ?? viActs;
}
