// Outgoing papers: drafts with their versions, the routes they go, and what is done with them.
import { send } from './send';
import type {
  Agency, Comparison, Draft, DraftActionBody, DraftItem, DraftsAt, DraftWish, Items, Keyset, Made, Route,
} from './types';

export function getDraft(document: string): Promise<Draft> {
  return send<Draft>('GET', `/drafts/${document}`);
}

export function listDrafts(query: { at: DraftsAt | null; after: string | null; limit: number }) {
  return send<Keyset<DraftItem>>('GET', '/drafts', { query });
}

/** Begins a draft; the same key with the same body begins it once. */
export function beginDraft(wish: DraftWish, key: string): Promise<Made> {
  return send<Made>('POST', '/drafts', { body: wish, key });
}

/** Does something with an outgoing paper as it stood at a revision; the same key with the same body is done once. */
export function actOnDraft(document: string, body: DraftActionBody, revision: number | null, key: string): Promise<Draft> {
  return send<Draft>('POST', `/drafts/${document}/actions`, { body, key, etag: revision === null ? null : `"${revision}"` });
}

export function compareVersions(document: string, from: number, to: number): Promise<Comparison> {
  return send<Comparison>('GET', `/drafts/${document}/comparison`, { query: { from, to } });
}

/** The routes papers can be submitted on now, each in its newest published version. */
export async function listRoutes(): Promise<Route[]> {
  const { items } = await send<Items<Route>>('GET', '/routes');
  const newest = new Map<string, Route>();
  for (const one of items) if (one.published_at) newest.set(one.route, one);
  return Array.from(newest.values());
}

let agencies: Promise<Agency[]> | null = null;

/** The other agencies of this installation; asked once, again only after a failure. */
export function listAgencies(): Promise<Agency[]> {
  agencies ??= send<Items<Agency>>('GET', '/agencies').then(({ items }) => items, (cause: unknown) => {
    agencies = null;
    throw cause;
  });
  return agencies;
}
