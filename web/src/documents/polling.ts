// Asking again while pages are being recognised: gently, only while the page is looked at, and more and more seldom while
// nothing moves (a server without a recogniser would be asked for ever).

const FIRST_MS = 2000;
const LAST_MS = 30_000;

/** Asks every two seconds until told to stop; `ask` says whether anything moved since it asked last. */
export function whileLookedAt(ask: () => Promise<boolean>): () => void {
  let pause = FIRST_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  async function turn(): Promise<void> {
    const moved = await ask();
    pause = moved ? FIRST_MS : Math.min(pause * 2, LAST_MS);
    plan();
  }
  function plan(): void {
    clearTimeout(timer);
    if (!stopped && document.visibilityState === 'visible') timer = setTimeout(() => void turn(), pause);
  }
  function seen(): void {
    pause = FIRST_MS;
    plan();
  }

  document.addEventListener('visibilitychange', seen);
  plan();
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  };
}
