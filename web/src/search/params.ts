// The search page's address and the search it stands for; the same text is kept for saved searches.
import type { SearchQuery } from '../api/search';
import type { FacetName, Sort } from '../api/types';

export const FACETS: readonly { name: FacetName; param: string }[] = [
  { name: 'kind', param: 'loai' },
  { name: 'issuer', param: 'co-quan' },
  { name: 'year', param: 'nam' },
  { name: 'register', param: 'so' },
  { name: 'unit', param: 'don-vi' },
  { name: 'state', param: 'tinh-trang' },
];
const SORTS: Record<string, Sort> = { moi: 'newest', cu: 'oldest' };

export function readQuery(text: string): SearchQuery {
  const params = new URLSearchParams(text);
  const facets = Object.fromEntries(FACETS.map(({ name, param }) => [name, params.getAll(param)]));
  return {
    q: params.get('q') ?? '',
    ...(facets as Record<FacetName, string[]>),
    from: isoDay(params.get('tu')),
    to: isoDay(params.get('den')),
    sort: SORTS[params.get('xep') ?? ''] ?? 'relevance',
  };
}

export function writeQuery(query: SearchQuery): string {
  const params = new URLSearchParams();
  if (query.q) params.set('q', query.q);
  for (const { name, param } of FACETS) for (const value of query[name]) params.append(param, value);
  if (query.from) params.set('tu', query.from);
  if (query.to) params.set('den', query.to);
  const sort = Object.entries(SORTS).find(([, meaning]) => meaning === query.sort);
  if (sort) params.set('xep', sort[0]);
  return params.toString();
}

/** How many filters are set; the words typed and the order do not count. */
export function filterCount(query: SearchQuery): number {
  const facets = FACETS.reduce((sum, { name }) => sum + query[name].length, 0);
  return facets + (query.from ? 1 : 0) + (query.to ? 1 : 0);
}

export function withoutFilters(query: SearchQuery): SearchQuery {
  return { ...readQuery(''), q: query.q, sort: query.sort };
}

/** Whether anything at all is asked for. */
export function isAsked(query: SearchQuery): boolean {
  return query.q.trim() !== '' || filterCount(query) > 0;
}

export function toggled(query: SearchQuery, name: FacetName, value: string): SearchQuery {
  const values = query[name];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return { ...query, [name]: next };
}

function isoDay(text: string | null): string | null {
  return text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null;
}
