// To whom a paper can be given: units and colleagues, found by name or initials without diacritics.
import { initialsOf, matches, wordsOf } from '../controls/matching';
import type { Colleague, Party, Unit } from '../api/types';
import { byName, byWords } from './sorting';

export interface Candidate {
  party: Party;
  name: string;
  /** Posts of a person; empty for a unit. */
  hint: string;
  roles: readonly string[];
  units: readonly string[];
  words: readonly string[];
  initials: string;
}

/** Who stands before the others, before anything is typed. */
export type Preference = 'leaders' | 'unit' | 'all';

const ROLE_ORDER = ['leader', 'chief_of_office', 'head_of_unit'];

function candidate(party: Party, name: string, hint: string, roles: string[], units: string[]): Candidate {
  return { party, name, hint, roles, units, words: wordsOf(`${name} ${hint}`), initials: initialsOf(name) };
}

export function candidatesOf(people: readonly Colleague[], units: readonly Pick<Unit, 'id' | 'name'>[]): Candidate[] {
  const colleagues = people.map(({ id, name, posts }) => {
    const hint = posts.map(({ title, unit }) => (unit && !title.toLowerCase().includes(unit.name.toLowerCase()) ? `${title}, ${unit.name}` : title)).join('; ');
    const of = posts.flatMap(({ unit }) => (unit ? [unit.id] : []));
    return candidate({ kind: 'person', id }, name, hint, posts.map(({ role }) => role), of);
  });
  return [...units.map(({ id, name }) => candidate({ kind: 'unit', id }, name, '', [], [id])), ...colleagues];
}

export const keyOf = ({ kind, id }: Party) => `${kind} ${id}`;

function place({ party, roles, units }: Candidate, prefer: Preference, own: readonly string[]): number {
  const post = ROLE_ORDER.findIndex((role) => roles.includes(role));
  const rank = post === -1 ? ROLE_ORDER.length : post;
  if (prefer === 'leaders') return rank;
  const inside = units.some((unit) => own.includes(unit));
  if (prefer === 'unit') return (inside ? 0 : 20) + (party.kind === 'unit' ? 10 : rank);
  return party.kind === 'unit' ? -1 : rank;
}

/** Those that match, the likely ones first: lately chosen, then by what is done. */
export function arranged(
  all: readonly Candidate[], typed: string, prefer: Preference, own: readonly string[], recent: readonly string[],
): Candidate[] {
  const lately = (one: Candidate) => {
    const at = recent.indexOf(keyOf(one.party));
    return at === -1 ? recent.length : at;
  };
  const found = all.filter((one) => matches(one, typed));
  return found.toSorted((a, b) =>
    (typed === '' ? lately(a) - lately(b) : 0) || place(a, prefer, own) - place(b, prefer, own) || lately(a) - lately(b) || (a.party.kind === 'unit' ? byWords(a, b) : byName(a, b)));
}
