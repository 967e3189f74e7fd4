// The app itself, kept so that it starts without a network and at once with one. Its files carry their hash in the
// name and never change; those of the version before stay while a page of it may still be open.

/** The files of the leader's screens, put in when the worker is built; its name changes with any of them. */
declare const __SHELL__: { build: string; files: string[]; screens: Record<string, string[]> };

const PREFIX = 'congvan-shell-';
const NOW = PREFIX + __SHELL__.build;
const PAGE = '/index.html';
const ICON = '/icon.svg';

export async function installShell(): Promise<void> {
  const cache = await caches.open(NOW);
  const reload = (path: string) => new Request(path, { cache: path === PAGE || path === ICON ? 'reload' : 'default' });
  await cache.addAll([PAGE, ICON, ...__SHELL__.files].map(reload));
}

/** Keeps the present version and the one before it. */
export async function clearShells(): Promise<void> {
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== NOW);
  await Promise.all(ours.slice(0, -1).map((name) => caches.delete(name)));
}

export async function shellPage(): Promise<Response | undefined> {
  return (await caches.open(NOW)).match(PAGE);
}

/** The files that a first screen imports beside those of the page. */
export const screenFiles = (screen: string): readonly string[] => __SHELL__.screens[screen] ?? [];

/** A file of the app: the copy, else fetched and kept. */
export async function shellFile(request: Request): Promise<Response> {
  const kept = await caches.match(request.url);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const copy = response.clone();
    void caches.open(NOW).then((cache) => cache.put(request.url, copy));
  }
  return response;
}
