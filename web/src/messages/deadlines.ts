// The catalogue of what is late and what was in time, fetched with its pages.
import { inEnglish } from './index.svelte';
import { viDeadlines, type Deadlines } from './vi.deadlines';

/** The sentences of late tasks and statistics in the language chosen. */
export function deadlines(): Deadlines {
  return inEnglish()?.deadlines ?? viDeadlines;
}
