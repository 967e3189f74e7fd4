// The light part of uploading that is always loaded: the figures for the header, and whether
// anything was left half sent, in which case the queue itself is fetched.

class Uploading {
  /** Files not yet sent. */
  open = $state(0);
  percent = $state(0);
}

export const uploading = new Uploading();
const KEY = 'congvan.pending_uploads';

/** Notes that this browser holds files half sent, so that the next start goes on with them. */
export function notePending(some: boolean): void {
  try {
    if (some) localStorage.setItem(KEY, '1');
    else localStorage.removeItem(KEY);
  } catch {
    // Without storage nothing outlives the page anyway.
  }
}

function isPending(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

let resumed: string | null = null;

/** Goes on with what this person left half sent before the page was reloaded. */
export async function resumePending(person: string): Promise<void> {
  if (resumed === person || !isPending()) return;
  resumed = person;
  const { queue } = await import('./queue.svelte');
  await queue.restore(person);
}
