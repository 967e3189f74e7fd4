// The papers opened last; kept in memory only, so that nothing of them stays on the device.
import { session } from '../identity/session.svelte';

interface Opened {
  id: string;
  title: string;
}

const MOST = 8;
let owner: string | null = null;
let opened: readonly Opened[] = [];

/** Those of the person who is here now. */
export function recentPapers(): readonly Opened[] {
  return owner === session.me?.person.id ? opened : [];
}

export function rememberPaper(paper: Opened): void {
  const others = recentPapers().filter(({ id }) => id !== paper.id);
  owner = session.me?.person.id ?? null;
  opened = [paper, ...others].slice(0, MOST);
}
