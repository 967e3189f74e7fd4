// The service worker: the app starts without a network, papers that were read or fetched ahead stay readable, decisions
// taken meanwhile are sent when the network is back even if no page is open, and pushes open the very paper.
import { sendDecisions } from '../offline/decisions';
import { first, isKept, Keeping } from './keeping';
import { keptPage } from './opening';
import { showPushes } from './push';
import { clearShells, installShell, shellFile, shellPage } from './shell';
import { tell, type Fetched, type Lasting, type Worker } from './worker';

const worker = self as unknown as Worker;
const keeping = new Keeping(worker);
/** What is kept is shown where the server does not say more within this: in a network of an office it does. */
const BLINK_MS = 40;
/** How long a page waits for a paper that is not kept before the app opens without it. */
const PAGE_MS = 4000;
/** What the server answers itself: the interface, files, and those who watch the process. */
const NO_SCREEN = /^\/(api\/|healthz|readyz|metrics)|\./;

worker.addEventListener('install', (event: Lasting) => event.waitUntil(installShell().then(() => worker.skipWaiting())));
worker.addEventListener('activate', (event: Lasting) => event.waitUntil(clearShells().then(() => worker.clients.claim())));

worker.addEventListener('fetch', (event: Fetched) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && request.method === 'GET' && !NO_SCREEN.test(pathname)) event.respondWith(page(request));
  else if (request.method === 'GET' && (pathname.startsWith('/assets/') || pathname === '/icon.svg')) event.respondWith(shellFile(request));
  else if (request.method === 'DELETE' && pathname === '/api/v1/session') event.respondWith(keeping.leave(request));
  else if (isKept(request)) event.respondWith(keeping.answer(request));
});

/** The app at once, with what is kept; a paper that is not is asked for together with its page, which saves several answers. */
async function page(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const left = new AbortController();
  // What stands before the office and cannot reach it has no page of ours.
  const coming = fetch(request, { signal: left.signal }).then((response) => (response.ok ? response : Promise.reject(new Error(`${response.status}`))));
  const paper = opensAtFirst(url);
  const copied = keptPage(url).catch(() => null).then((kept) => {
    if (!kept && paper) void keeping.expect(paper);
    return kept;
  });
  const [early, kept] = await Promise.all([first(coming, BLINK_MS), copied]);
  if (early) return early;
  const shell = kept ?? (await shellPage());
  if (!shell) return fetch(request);
  const late = kept || !url.pathname.startsWith('/vb/') ? null : await first(coming, PAGE_MS);
  if (!late) left.abort();
  return late ?? shell;
}

/** The paper that an address opens at its first page; null for every other. */
function opensAtFirst({ pathname, searchParams }: URL): string | null {
  const paper = /^\/vb\/([\w-]+)$/.exec(pathname)?.[1];
  return paper && !searchParams.has('tep') && Number(searchParams.get('trang') ?? 1) === 1 ? paper : null;
}

interface Synced extends Lasting {
  tag: string;
}
worker.addEventListener('sync', (event: Synced) => {
  if (event.tag !== 'congvan-waiting') return;
  event.waitUntil(sendDecisions().then((taken) => (taken > 0 ? tell(worker, { sent: taken }) : undefined)));
});

showPushes(worker, aheadOf);

/** The paper of a push, so that it is there when its notification is tapped. */
async function aheadOf(address: string): Promise<void> {
  const id = /\/vb\/([\w-]+)/.exec(address)?.[1];
  if (!id) return;
  const get = (path: string) => keeping.fromServer(new Request(`/api/v1${path}`, { credentials: 'same-origin' }));
  try {
    const [answer] = await Promise.all([get(`/documents/${id}`), get(`/documents/${id}/work`), keeping.expect(id)]);
    const { first_file } = (await answer.clone().json()) as { first_file: string | null };
    if (first_file) await get(`/files/${first_file}/pages`);
  } catch {
    // The paper is then asked for when it is opened.
  }
}
