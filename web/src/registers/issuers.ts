// The issuers the office knows, for suggestions by words or initials without diacritics.
import { fold } from '../documents/highlight';
import { search } from '../api/search';

const MOST = 4;
let known: Promise<string[]> | null = null;

/** Issuers of the papers one may see, the frequent ones first; asked once, again only after a failure. */
export function listIssuers(): Promise<string[]> {
  const all = { q: '', kind: [], issuer: [], year: [], register: [], unit: [], state: [], from: null, to: null, sort: 'newest' as const };
  known ??= search(all, { after: null, limit: 1, facets: true }, new AbortController().signal).then(
    ({ facets }) => (facets?.issuer ?? []).map(({ value }) => value),
    (cause: unknown) => {
      known = null;
      throw cause;
    },
  );
  return known;
}

const split = (text: string) => fold(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

/** Those that what was typed may mean; none when it names one already. */
export function suggested(issuers: readonly string[], typed: string): string[] {
  const wanted = split(typed);
  if (wanted.length === 0 || issuers.includes(typed.trim())) return [];
  const meant = (name: string) => {
    const words = split(name);
    const initials = words.map((word) => word[0]).join('');
    return wanted.every((one) => words.some((word) => word.startsWith(one))) || (wanted.length === 1 && initials.startsWith(wanted[0] ?? ''));
  };
  return issuers.filter(meant).slice(0, MOST);
}
