// The catalogue of an agency's log, fetched with its screen.
import { inEnglish } from './index.svelte';
import { viAudit, type Audit } from './vi.audit';

/** The sentences of an agency's log in the language chosen. */
export function audit(): Audit {
  return inEnglish()?.audit ?? viAudit;
}
