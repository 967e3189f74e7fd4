// The catalogue of choosing several papers and of templates of instructions, fetched when they are first needed.
import { inEnglish } from './index.svelte';
import { viBulk, type Bulk } from './vi.bulk';

/** The sentences of choosing several papers and of templates in the language chosen. */
export function bulk(): Bulk {
  return inEnglish()?.bulk ?? viBulk;
}
