// The catalogue of the reader, fetched with it.
import { inEnglish } from './index.svelte';
import { viReader, type ReaderWords } from './vi.reader';

/** The sentences of a paper's pages and their bar in the language chosen. */
export function reader(): ReaderWords {
  return inEnglish()?.reader ?? viReader;
}
