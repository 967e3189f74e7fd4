// The address bar as state: History API, own links without reloading, scroll kept for the back button.
import { tick } from 'svelte';
import { matchRoute } from './route';

class Place {
  path = $state(location.pathname);
  query = $state(location.search.slice(1));
  route = $derived(matchRoute(this.path));
  params = $derived(new URLSearchParams(this.query));
}

/** Where the person is. */
export const place = new Place();

/** Goes to an address of this app. Screens that only change a filter keep the scroll position. */
export function go(address: string, options: { replace?: boolean; keepScroll?: boolean } = {}): void {
  rememberPlace();
  if (options.replace) history.replaceState(history.state, '', address);
  else history.pushState(null, '', address);
  const samePath = location.pathname === place.path;
  read();
  if (!options.replace && !options.keepScroll && !samePath) void settle(0);
}

export function startNavigation(): void {
  history.scrollRestoration = 'manual';
  addEventListener('popstate', () => {
    read();
    const left = history.state as { scroll?: number; link?: string } | null;
    void settle(left?.scroll ?? 0, left?.link);
  });
  addEventListener('pagehide', rememberPlace);
  document.addEventListener('click', followLink);
}

function read(): void {
  place.path = location.pathname;
  place.query = location.search.slice(1);
}

/** The addresses of the papers of the list last left, in its order. */
export let trail: string[] = [];

/** Where the person leaves from: how far down, and from which link. */
function rememberPlace(): void {
  if (place.route.name !== 'reader') trail = Array.from(document.querySelectorAll('main a[href^="/vb/"]'), (link) => link.getAttribute('href')!);
  const link = document.activeElement?.getAttribute('href') ?? undefined;
  history.replaceState({ scroll: scrollY, link }, '');
}

/** Scrolls once the screen stands, and gives the keyboard back to the link one left by; a lazy screen may
 *  need a few frames. */
async function settle(top: number, link?: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await tick();
    scrollTo(0, top);
    const from = link ? document.querySelector<HTMLElement>(`main a[href="${CSS.escape(link)}"]`) : null;
    from?.focus({ preventScroll: true });
    if (Math.abs(scrollY - top) < 2 && (from || !link)) return;
    await new Promise((done) => setTimeout(done, 30));
  }
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.('a');
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
  if (link.pathname.startsWith('/api/')) return;
  if (link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  go(link.pathname + link.search);
}
