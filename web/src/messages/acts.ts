// The catalogue of acting on a paper and of its story, fetched after its first page.
import { inEnglish } from './index.svelte';
import { viActs, type Acts } from './vi.acts';

/** The sentences of acting on a paper in the language chosen. */
export function acts(): Acts {
  return inEnglish()?.acts ?? viActs;
}
