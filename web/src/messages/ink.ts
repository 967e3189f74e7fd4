// The catalogue of writing on pages, fetched with the pen.
import { inEnglish } from './index.svelte';
import { viInk, type InkWords } from './vi.ink';

/** The sentences of writing on pages in the language chosen. */
export function words(): InkWords {
  return inEnglish()?.ink ?? viInk;
}
