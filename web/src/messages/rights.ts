// The catalogue of delegations, of who may read, and of people who leave, fetched with the pages that use it.
import { inEnglish } from './index.svelte';
import { viRights, type Rights } from './vi.rights';

/** The sentences of delegations, of who may read, and of people who leave in the language chosen. */
export function rights(): Rights {
  return inEnglish()?.rights ?? viRights;
}
