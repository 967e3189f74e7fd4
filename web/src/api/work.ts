// How far papers are, acting on them, and what waits for whom.
import { send } from './send';
import type { ActionBody, BulkBody, BulkView, Colleague, FollowedPaper, InboxBox, InboxCount, InboxItem, Items, Keyset, TaskKind, WorkView } from './types';

export async function getWork(document: string): Promise<WorkView> {
  return dated(await send<WorkView>('GET', `/documents/${document}/work`));
}

/** Does something with a paper as it stood at a revision; the same key with the same body is done once. */
export async function act(document: string, body: ActionBody, revision: number | null, key: string): Promise<WorkView> {
  return dated(await send<WorkView>('POST', `/documents/${document}/actions`, { body, key, etag: revision === null ? null : `"${revision}"` }));
}

/** The server says how many seconds are left; here they are counted from when it said so. */
function dated(view: WorkView): WorkView {
  return view.undo ? { ...view, undo: { ...view.undo, until: Date.now() + view.undo.seconds * 1000 } } : view;
}

/** Undoes what one just did to a paper; the revision is the one that the action left. */
export function undo(document: string, revision: number, key: string): Promise<void> {
  return send<void>('POST', `/documents/${document}/undo`, { body: { revision }, key });
}

/** Does the same with several papers; what was done under a key is not done again under it. */
export function actOnAll(body: BulkBody, key: string): Promise<BulkView> {
  return send<BulkView>('POST', '/work/bulk', { body, key });
}

export function listInbox(query: { box: InboxBox; kind: readonly TaskKind[]; after?: string | null; limit: number }) {
  return send<Keyset<InboxItem>>('GET', '/inbox', { query });
}

export async function countInbox(): Promise<InboxCount[]> {
  return (await send<Items<InboxCount>>('GET', '/inbox/counts')).items;
}

/** Papers the person follows, the latest begun first. */
export function listFollows(after: string | null): Promise<Keyset<FollowedPaper>> {
  return send<Keyset<FollowedPaper>>('GET', '/follows', { query: { after } });
}

/** Follows a paper from now on, or no more. */
export function follow(document: string, follows: boolean): Promise<void> {
  return send<void>(follows ? 'PUT' : 'DELETE', `/documents/${document}/follow`);
}

let colleagues: Promise<Colleague[]> | null = null;

/** The people of the agency with their posts; asked once, again only after a failure. */
export function listColleagues(): Promise<Colleague[]> {
  colleagues ??= send<Items<Colleague>>('GET', '/colleagues').then(({ items }) => items, (cause: unknown) => {
    colleagues = null;
    throw cause;
  });
  return colleagues;
}
