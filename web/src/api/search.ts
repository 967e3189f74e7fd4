// Search, saved searches and why something matched.
import { send } from './send';
import type { Items, SavedSearch, SearchAnswer, Sort, Why } from './types';

export interface SearchQuery {
  q: string;
  kind: string[];
  issuer: string[];
  year: string[];
  register: string[];
  unit: string[];
  state: string[];
  from: string | null;
  to: string | null;
  sort: Sort;
}

export function search(
  query: SearchQuery,
  page: { after: string | null; limit: number; facets: boolean },
  signal: AbortSignal,
) {
  return send<SearchAnswer>('GET', '/search', { query: { ...query, ...page }, signal });
}

export function why(q: string, document: string) {
  return send<Why>('GET', '/search/why', { query: { q, document } });
}

export async function listSavedSearches(): Promise<SavedSearch[]> {
  return (await send<Items<SavedSearch>>('GET', '/saved-searches')).items;
}

export function saveSearch(name: string, query: string) {
  return send<SavedSearch>('POST', '/saved-searches', { body: { name, query } });
}

export function forgetSearch(id: string) {
  return send<void>('DELETE', `/saved-searches/${id}`);
}
