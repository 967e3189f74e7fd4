// Whether the person stands in for somebody now; the words and the mark of it come only then.
import { listDelegations } from '../api/rights';
import { session } from '../identity/session.svelte';

/** The mark for the head of every screen, or nothing. */
export async function standIn() {
  const own = session.me?.person.id;
  const live = (await listDelegations()).filter((one) => one.live && one.receiver.id === own);
  return live.length > 0 ? (await import('./StandIn.svelte')).default : null;
}
