// The catalogue of the clerk's desk: palette, shortcuts, tables and calendar; fetched with them.
import { inEnglish } from './index.svelte';
import { viDesk, type Desk } from './vi.desk';

/** The sentences of the desk in the language chosen. */
export function desk(): Desk {
  return inEnglish()?.desk ?? viDesk;
}
