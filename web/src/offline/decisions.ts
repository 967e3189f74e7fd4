// Decisions taken without a network: kept sealed, sent in their order under their keys, each once. A paper that has
// gone on meanwhile stops its own decision and no other. Used by the page and by the service worker.
import { open, owner, seal, vault, type Stopped, type WaitingRow } from './vault';

/** A decision as it was taken. */
export interface Decision {
  /** The paper, as its title stood. */
  document: string;
  title: string;
  /** Where it is sent, and what. */
  path: string;
  body: { action: string } & Record<string, unknown>;
  /** The revision of the paper's work that was on the screen. */
  revision: number;
  key: string;
  /** When it was taken, by the clock of this device; milliseconds. */
  at: number;
  /** The last thing on the paper that the person had seen, by the server's clock. */
  seenAt: string;
}
export interface Waiting {
  id: number;
  decision: Decision;
  stopped: Stopped | null;
}

/** Older ones are asked about again before they are sent. */
export const STALE_MS = 24 * 3600 * 1000;
const LOCK = 'congvan-waiting';
const bound = 'waiting';

export async function keepDecision(decision: Decision): Promise<void> {
  const person = await owner();
  if (!person) throw new Error('nobody is signed in on this device');
  const plain = new TextEncoder().encode(JSON.stringify(decision));
  const sealed = await seal(person, bound, plain);
  await (await vault()).add('waiting', { ...sealed, person, document: decision.document, stopped: null });
}

/** Decisions of whoever owns the device, in the order they were taken. */
export async function listDecisions(): Promise<Waiting[]> {
  const person = await owner();
  const rows = (await (await vault()).getAll('waiting')) as WaitingRow[];
  return Promise.all(rows.filter((row) => row.person === person).map(read));
}

async function read(row: WaitingRow): Promise<Waiting> {
  const plain = await open(row.person, bound, row);
  return { id: row.id, decision: JSON.parse(new TextDecoder().decode(plain)) as Decision, stopped: row.stopped };
}

export async function dropDecision(id: number): Promise<void> {
  await (await vault()).delete('waiting', id);
}

/** Lets a stopped decision go again, on the paper as it is now. */
export async function renewDecision({ id, decision }: Waiting, revision: number, key: string): Promise<void> {
  const db = await vault();
  const row = (await db.get('waiting', id)) as WaitingRow | undefined;
  if (!row) return;
  const plain = new TextEncoder().encode(JSON.stringify({ ...decision, revision, key, at: Date.now() }));
  await db.put('waiting', { ...row, ...(await seal(row.person, bound, plain)), stopped: null });
}

async function stop({ id }: Waiting, stopped: Stopped): Promise<void> {
  const db = await vault();
  const row = (await db.get('waiting', id)) as WaitingRow | undefined;
  if (row) await db.put('waiting', { ...row, stopped });
}

type Post = (url: string, init: RequestInit) => Promise<Response>;

/** Sends what waits; one sender at a time, whichever tab or worker it is. Says how many were taken. */
export async function sendDecisions(post: Post = fetch): Promise<number> {
  const sent = await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? sendAll(post) : 0));
  return sent ?? 0;
}

async function sendAll(post: Post): Promise<number> {
  let taken = 0;
  for (const waiting of await listDecisions()) {
    if (waiting.stopped) continue;
    if (Date.now() - waiting.decision.at > STALE_MS) {
      await stop(waiting, { code: 'web.old_decision', status: 0, params: {} });
      continue;
    }
    const answer = await trySending(waiting.decision, post);
    if (answer === 'later') break;
    if (answer === 'taken') {
      taken += 1;
      await dropDecision(waiting.id);
    } else await stop(waiting, answer);
  }
  return taken;
}

async function trySending(decision: Decision, post: Post): Promise<'taken' | 'later' | Stopped> {
  const headers = {
    'Accept': 'application/json',
    'Content-Type': 'application/json',
    'Idempotency-Key': decision.key,
    'If-Match': `"${decision.revision}"`,
  };
  const init: RequestInit = { method: 'POST', headers, body: JSON.stringify(decision.body), credentials: 'same-origin' };
  const response = await post(`/api/v1${decision.path}`, init).catch(() => null);
  if (response?.ok) return 'taken';
  // No network, nobody signed in, too many at once, a server that is just starting: nothing is decided yet.
  if (!response || response.status === 401 || response.status === 429 || response.status >= 500) return 'later';
  const said = (await response.json().catch(() => ({}))) as Partial<Stopped>;
  return { code: said.code ?? 'web.unexpected', status: response.status, params: said.params ?? { status: response.status } };
}
