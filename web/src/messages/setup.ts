// The catalogue of setting up routes, registers and reminders, fetched with the pages that use it.
import { inEnglish } from './index.svelte';
import { viSetup, type Setup } from './vi.setup';

/** The sentences of setting up routes, registers and reminders in the language chosen. */
export function setup(): Setup {
  return inEnglish()?.setup ?? viSetup;
}
