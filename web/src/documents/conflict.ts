// Two versions of the fields of a paper: what differs, and what comes out of choosing.
import type { DocumentView, Fields } from '../api/types';

export const FIELD_NAMES = [
  'subject', 'kind', 'code', 'issuer', 'signer', 'issued_on', 'direction', 'urgency',
] as const satisfies readonly (keyof Fields)[];
export type FieldName = (typeof FIELD_NAMES)[number];

/** The editable fields of a paper; the kind by its code. */
export function fieldsOf(paper: DocumentView): Fields {
  const { subject, kind, code, issuer, signer, issued_on, direction, urgency } = paper;
  return { subject, kind: kind?.code ?? null, code, issuer, signer, issued_on, direction, urgency };
}

/** Fields that both changed, each in another way: one has to choose. */
export function conflicts(before: Fields, mine: Fields, theirs: Fields): FieldName[] {
  return changes(before, theirs).filter((name) => mine[name] !== before[name] && mine[name] !== theirs[name]);
}

/** Fields in which a version differs from the one before. */
export function changes(before: Fields, after: Fields): FieldName[] {
  return FIELD_NAMES.filter((name) => after[name] !== before[name]);
}

/** Theirs, with this person's own changes wherever they do not meet a choice for theirs. */
export function merged(before: Fields, mine: Fields, theirs: Fields, takeTheirs: readonly FieldName[]): Fields {
  const changed = FIELD_NAMES.filter((name) => mine[name] !== before[name] && !takeTheirs.includes(name));
  return { ...theirs, ...Object.fromEntries(changed.map((name) => [name, mine[name]])) };
}
