// The catalogue of notices, fetched with their page and the bell.
import { inEnglish } from './index.svelte';
import { viNotices, type Notices } from './vi.notices';

/** The sentences of notices in the language chosen. */
export function notices(): Notices {
  return inEnglish()?.notices ?? viNotices;
}
