// What the server tells the person while the app is open: how much he has not seen, and that something came.
// Fetched after the first screen; the lists compare themselves and offer what is new, they never move.
import { resync } from '../api/live.svelte';
import { API } from '../api/send';
import type { Notice, NoticeCounts } from '../api/types';

const AGAIN_MS = 20_000;

type Listener = (notice: Notice) => void;

class Unseen {
  count = $state(0);
}

/** How much the person has not seen. */
export const unseen = new Unseen();
const listeners = new Set<Listener>();

/** Hears of each new notice until the returned function is called. */
export function whenTold(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Listens to the server until the returned function is called, or the session is over. */
export function hear(): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(`${API}/notices/stream`);
    source.addEventListener('counts', (message: MessageEvent<string>) => {
      take((JSON.parse(message.data) as NoticeCounts).unseen);
    });
    source.addEventListener('notice', (message: MessageEvent<string>) => {
      const notice = JSON.parse(message.data) as Notice;
      for (const listener of listeners) listener(notice);
      resync();
    });
    source.addEventListener('end', () => source.close());
    // A browser gives up on an answer other than 200 (a proxy's 502); the app does not.
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** Takes over a figure that the server has answered. */
export function take(count: number): void {
  unseen.count = count;
  const { setAppBadge } = navigator as Navigator & { setAppBadge?: (count: number) => Promise<void> };
  void setAppBadge?.call(navigator, count).catch(() => undefined);
}
