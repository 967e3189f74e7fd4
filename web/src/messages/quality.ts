// The catalogue of the quality of digitisation, fetched with the pages that use it.
import { inEnglish } from './index.svelte';
import { viQuality, type Quality } from './vi.quality';

/** The sentences of the quality of digitisation in the language chosen. */
export function quality(): Quality {
  return inEnglish()?.quality ?? viQuality;
}
