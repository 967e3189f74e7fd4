// The light part of uploading that is always loaded: the figures for the header, and whether
// anything was left half sent, in which case the queue itself is fetched.
import { flag } from '../shell/flag';

class Uploading {
  /** Files not yet sent. */
  open = $state(0);
  percent = $state(0);
}

export const uploading = new Uploading();

/** Notes that this browser holds files half sent, so that the next start goes on with them. */
export const notePending = flag('congvan.pending_uploads');

let resumed: string | null = null;

/** Goes on with what this person left half sent before the page was reloaded. */
export async function resumePending(person: string): Promise<void> {
  if (resumed === person || !notePending()) return;
  resumed = person;
  const { queue } = await import('./queue.svelte');
  await queue.restore(person);
}
