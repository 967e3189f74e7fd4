// What the server tells by itself (server-sent events), and whether it can be reached at all.
import { API } from './send';
import type { LiveDocument } from './types';

interface Listener {
  document?: (event: LiveDocument) => void;
  /** Events may have been missed. */
  resync?: () => void;
  /** Listening has begun: what happened between the first answer and now was told to nobody. */
  begun?: () => void;
}

const listeners = new Set<Listener>();
let source: EventSource | null = null;
let wasLost = false;

class Connection {
  online = $state(typeof navigator === 'undefined' ? true : navigator.onLine);
}

/** Whether the device has a network and the server answers. */
export const connection = new Connection();

/** Listens until the returned function is called. */
export function listen(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Lists compare themselves with the server. */
export function resync(): void {
  for (const listener of listeners) listener.resync?.();
}

export function openLive(): void {
  if (source) return;
  source = new EventSource(`${API}/events`);
  source.addEventListener('open', () => {
    connection.online = true;
    if (wasLost) resync();
    else for (const listener of listeners) listener.begun?.();
    wasLost = false;
  });
  source.addEventListener('error', () => {
    wasLost = true;
    if (source?.readyState === EventSource.CLOSED) reopenLater();
  });
  source.addEventListener('missed', resync);
  source.addEventListener('document', (message: MessageEvent<string>) => {
    const event = JSON.parse(message.data) as LiveDocument;
    for (const listener of listeners) listener.document?.(event);
  });
}

export function closeLive(): void {
  source?.close();
  source = null;
}

/** A browser gives up on an answer other than 200 (a proxy's 502); the app does not. */
function reopenLater(): void {
  closeLive();
  setTimeout(openLive, 5000);
}

/** What the service worker found out: whether the server answers, and what differs from the copy that was shown. */
interface Found {
  online?: boolean;
  changed?: string | null;
}

export function watchNetwork(): void {
  navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<Found>) => {
    if (data.online !== undefined) connection.online = data.online;
    if (data.changed === undefined) return;
    for (const listener of listeners) {
      if (data.changed && listener.document) listener.document({ document: data.changed } as LiveDocument);
      else listener.resync?.();
    }
  });
  addEventListener('online', () => (connection.online = true));
  addEventListener('offline', () => (connection.online = false));
}
