// The catalogue of outgoing papers, fetched with their screens.
import { inEnglish } from './index.svelte';
import { viDrafts, type Drafts } from './vi.drafts';

/** The sentences of outgoing papers in the language chosen. */
export function drafts(): Drafts {
  return inEnglish()?.drafts ?? viDrafts;
}
