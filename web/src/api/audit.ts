// The log of the agency and its proof.
import { send } from './send';
import type { AuditLine, Items, Proof } from './types';

export interface AuditFilter {
  /** Id of a person, or `none` for the system. */
  person: string | null;
  kind: readonly string[];
  document: string | null;
  from: string | null;
  to: string | null;
}

export function listAudit(filter: AuditFilter, after: number | null, limit: number) {
  return send<Items<AuditLine> & { next: number | null }>('GET', '/audit', { query: { ...filter, kind: [...filter.kind], after, limit } });
}

export const proveAudit = () => send<Proof>('GET', '/audit/proof');
