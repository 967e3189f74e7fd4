// The second catalogue, fetched with the pages that use it.
import { inEnglish } from './index.svelte';
import { viMore, type More } from './vi.more';

/** The sentences of a paper's details, upload, search, one's own page and administration in the language chosen. */
export function more(): More {
  return inEnglish()?.more ?? viMore;
}
