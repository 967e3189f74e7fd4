// The catalogue of a paper's work, fetched with the first paper.
import { inEnglish } from './index.svelte';
import { viPanel, type Panel } from './vi.panel';

/** The sentences of a paper's work beside the paper in the language chosen. */
export function panel(): Panel {
  return inEnglish()?.panel ?? viPanel;
}
