// What the reading states of a paper mean, fetched with the parts that say it.
import { inEnglish } from './index.svelte';
import { viStates, type States } from './vi.states';

/** The sentences of reading states in the language chosen. */
export function states(): States {
  return inEnglish()?.states ?? viStates;
}
