// What a delegation needs before it can be sent, and the field a refusal is about. All else the server judges.
import type { Capacity, DelegationWish } from '../api/types';
import { beginOf, endOf } from './period';

export interface Giving {
  /** The id of a colleague. */
  receiver: string | null;
  capacity: Capacity;
  from: string | null;
  to: string | null;
  kinds: string[];
  registers: string[];
  reason: string;
  paper: string;
}

export type GivingField = 'receiver' | 'capacity' | 'from' | 'to' | 'reason' | 'paper' | 'scope';

const FIELDS: Record<string, GivingField> = {
  'people.delegate_self': 'receiver',
  'people.unknown': 'receiver',
  'people.delegate_without_post': 'receiver',
  'people.capacity_unfit': 'capacity',
  'people.delegation_period': 'to',
  'people.delegation_long': 'to',
  'people.reason_needed': 'reason',
  'people.authorisation_needed': 'paper',
  'people.scope_long': 'scope',
};

export const fieldOf = (code: string): GivingField | null => FIELDS[code] ?? null;

/** What the request cannot be written without. */
export function missing({ receiver, from, to }: Giving): GivingField | null {
  if (!receiver) return 'receiver';
  if (!from) return 'from';
  return to ? null : 'to';
}

export function wishOf(giving: Giving): DelegationWish | null {
  const { receiver, from, to, capacity, kinds, registers, reason } = giving;
  if (!receiver || !from || !to) return null;
  return {
    receiver, capacity, scope: { kinds, registers }, from: beginOf(from), to: endOf(to), reason,
    paper: capacity === 'authorised' ? giving.paper.trim() || null : null,
  };
}
