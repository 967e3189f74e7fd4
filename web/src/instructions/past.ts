// What the person's own past offers for a paper: the form it fills, and the words it says so with.
import type { Party, TemplateOffers, Way } from '../api/types';
import { acts } from '../messages/acts';
import type { Draft } from '../work/forms';
import { nameOf } from '../work/names';
import { workdayAfter, type Workdays } from '../work/workdays';

export const waysOf = ({ items }: TemplateOffers, document: string): Way[] =>
  items.find((item) => item.document === document)?.past ?? [];

/** «Chủ trì: Phòng Kinh tế · Để biết: Phòng Văn hóa». */
export const givenBy = ({ parts }: Way): string => parts.map(({ part, to }) => `${acts().parts[part]}: ${nameOf(to)}`).join(' · ');

/** The way that stands in the form as it opens; none where the past is not sure. */
export const sureOf = (ways: readonly Way[]): Way | null => ways.find(({ sure }) => sure) ?? null;

/** The form filled as before; the date only where the past has a term of working days. */
export function asBefore(draft: Draft, { parts, words, term }: Way, today: string, calendar: Workdays | null): Draft {
  const days = term?.unit === 'working_days' ? (term.amount ?? null) : null;
  const day = days && calendar ? workdayAfter(today, days, calendar) : null;
  return {
    ...draft,
    words,
    parts: parts.map(({ part, to }) => ({ part, name: nameOf(to), party: { kind: to.kind, id: to.id } as Party })),
    term: day ? days : null,
    day,
  };
}

/** Own phrases before those of the catalogue, none twice. */
export const phrasesOf = (own: readonly string[], catalogue: readonly string[]): string[] => Array.from(new Set([...own, ...catalogue]));
