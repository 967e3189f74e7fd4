// Shows what the server pushes and opens the paper at a tap. Browsers that show declarative messages by themselves
// never ask it.
import type { Pushed, Tapped, Worker } from './worker';

/** What the server sends (`web_push: 8030`). */
interface Message {
  notification?: { title?: string; body?: string; navigate?: string; tag?: string; lang?: string; app_badge?: string };
}

export function showPushes(worker: Worker, fetchAhead: (address: string) => Promise<unknown>): void {
  worker.addEventListener('push', (event: Pushed) => event.waitUntil(show(read(event))));
  worker.addEventListener('notificationclick', (event: Tapped) => {
    event.notification.close();
    event.waitUntil(open(String(event.notification.data)));
  });

  function read(event: Pushed): Message {
    try {
      return (event.data?.json() ?? {}) as Message;
    } catch {
      return {};
    }
  }

  /** Whatever came, something is shown: a push without a visible notification costs the subscription. */
  async function show({ notification = {} }: Message): Promise<void> {
    const { title = 'Công văn', body = 'Bạn có thông báo mới.', navigate = '/thong-bao', tag = 'congvan', lang = 'vi' } = notification;
    const badge = Number(notification.app_badge);
    if (badge > 0) await worker.navigator.setAppBadge?.(badge).catch(() => undefined);
    const data = address(navigate);
    await worker.registration.showNotification(title, { body, tag, lang, icon: '/icon.svg', data });
    await fetchAhead(data);
  }

  /** An address of this office only, whatever host the message names. */
  function address(navigate: string): string {
    const { pathname, search } = new URL(navigate, worker.location.origin);
    return worker.location.origin + pathname + search;
  }

  async function open(url: string): Promise<void> {
    const pages = await worker.clients.matchAll({ type: 'window' });
    const page = pages.find((one) => one.url === url) ?? pages[0];
    if (!page) {
      await worker.clients.openWindow(url);
      return;
    }
    await page.focus();
    if (page.url !== url) await page.navigate(url);
  }
}
