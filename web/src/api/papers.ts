// The papers one may see, newest first.
import { send } from './send';
import type { DocumentSummary, Keyset, ReadingState } from './types';

export function listDocuments(query: { state?: ReadingState | null; after?: string | null; limit: number }) {
  return send<Keyset<DocumentSummary>>('GET', '/documents', { query });
}
