// The catalogue of working without a network, fetched with what uses it.
import { inEnglish } from './index.svelte';
import { viOffline, type Offline } from './vi.offline';

/** The sentences of working without a network in the language chosen. */
export function offline(): Offline {
  return inEnglish()?.offline ?? viOffline;
}
