// The catalogue of papers on their way, fetched with the first page that shows one.
import { inEnglish } from './index.svelte';
import { viWork, type Work } from './vi.work';

/** The sentences of «my work» and of the way of a paper in the language chosen. */
export function work(): Work {
  return inEnglish()?.work ?? viWork;
}
