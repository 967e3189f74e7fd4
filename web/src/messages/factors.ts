// The catalogue of passkeys and codes, fetched with the pages that use it.
import { inEnglish } from './index.svelte';
import { viFactors, type Factors } from './vi.factors';

/** The sentences of passkeys and codes in the language chosen. */
export function factors(): Factors {
  return inEnglish()?.factors ?? viFactors;
}
