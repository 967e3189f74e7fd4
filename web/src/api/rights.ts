// Who stands in for whom, who may read a paper and why, who has opened it, and what somebody leaves behind.
import { send } from './send';
import type {
  Appointment, Delegation, DelegationWish, HandedOver, Items, Made, PendingWidening, Reader, Verdict, Views, Waiting, Widenings,
} from './types';

export async function listDelegations(agency = false): Promise<Delegation[]> {
  return (await send<Items<Delegation>>('GET', '/delegations', { query: { agency } })).items;
}

export const giveDelegation = (wish: DelegationWish, key: string) => send<Made>('POST', '/delegations', { body: wish, key });
export const endDelegation = (id: string) => send<void>('POST', `/delegations/${id}/end`);

export async function listReaders(document: string): Promise<Reader[]> {
  return (await send<Items<Reader>>('GET', `/documents/${document}/readers`)).items;
}

export const getReader = (document: string, person: string) =>
  send<Verdict>('GET', `/documents/${document}/readers/${person}`);
export const listViews = (document: string) => send<Views>('GET', `/documents/${document}/views`);

export interface WideningWish {
  reader: { kind: 'person' | 'unit'; id: string };
  reason: string;
  until: string | null;
}

export const listWidenings = (document: string) => send<Widenings>('GET', `/documents/${document}/widenings`);
export const askWidening = (document: string, wish: WideningWish, key: string) =>
  send<Made>('POST', `/documents/${document}/widenings`, { body: wish, key });
export const decideWidening = (id: string, confirmed: boolean) =>
  send<void>('POST', `/widenings/${id}/decision`, { body: { confirmed } });
export const endWidening = (id: string) => send<void>('POST', `/widenings/${id}/end`);

export async function listPendingWidenings(): Promise<PendingWidening[]> {
  return (await send<Items<PendingWidening>>('GET', '/widenings')).items;
}

export const getWaiting = (person: string) => send<Waiting>('GET', `/people/${person}/hand-over`);
export const handOver = (person: string, to: string) =>
  send<HandedOver>('POST', `/people/${person}/hand-over`, { body: { to } });

export const appoint = (person: string, post: Appointment, key: string) =>
  send<Made>('POST', `/people/${person}/positions`, { body: post, key });
export const endPost = (person: string, position: string, last_day: string | null) =>
  send<void>('POST', `/people/${person}/positions/${position}/end`, { body: { last_day } });
