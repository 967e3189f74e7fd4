// The catalogue of what the machine reads off a paper, fetched with the parts that show it.
import { inEnglish } from './index.svelte';
import { viReading, type ReadingWords } from './vi.reading';

/** The sentences of recognition and suggestions in the language chosen. */
export function reading(): ReadingWords {
  return inEnglish()?.reading ?? viReading;
}
