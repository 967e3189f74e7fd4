// What the service worker uses of its own global scope: the library of types for pages does not hold it.

export interface Lasting extends Event {
  waitUntil(done: Promise<unknown>): void;
}
export interface Pushed extends Lasting {
  data: { json(): unknown } | null;
}
export interface Tapped extends Lasting {
  notification: Notification & { data: unknown };
}
export interface Fetched extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
export interface Told extends Lasting {
  data: unknown;
  source: { postMessage(message: unknown): void } | null;
}
export interface Page {
  url: string;
  focus(): Promise<Page>;
  navigate(to: string): Promise<Page | null>;
  postMessage(message: unknown): void;
}
export interface Worker {
  registration: ServiceWorkerRegistration;
  location: Location;
  navigator: Navigator & { setAppBadge?: (count: number) => Promise<void> };
  clients: { matchAll(of: object): Promise<Page[]>; openWindow(url: string): Promise<Page | null>; claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(kind: string, take: (event: never) => void): void;
}

/** Tells every open page. */
export async function tell(worker: Worker, message: unknown): Promise<void> {
  for (const page of await worker.clients.matchAll({ type: 'window' })) page.postMessage(message);
}
