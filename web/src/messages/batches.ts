// The catalogue of scan batches, fetched with the pages that use it.
import { inEnglish } from './index.svelte';
import { viBatches, type Batches } from './vi.batches';

/** The sentences of scan batches in the language chosen. */
export function batches(): Batches {
  return inEnglish()?.batches ?? viBatches;
}
