// The light part of what waits for the network: what it is and on which papers. Lists show it; the rest is fetched
// where something waits.
import { flag } from '../shell/flag';
import type { Waiting } from './decisions';

/** Says at the next start, before anything else is fetched, that there is something to read. */
const marked = flag('congvan.waiting');

class Noted {
  /** Decisions on this device, in the order they were taken. */
  all = $state.raw<readonly Waiting[]>([]);
  readonly documents = $derived(new Set(this.all.map(({ decision }) => decision.document)));

  constructor() {
    if (marked()) void this.reload();
  }

  /** Reads again what waits on this device. */
  async reload(): Promise<void> {
    const { listDecisions } = await import('./decisions');
    this.all = await listDecisions().catch(() => []);
    marked(this.all.length > 0);
  }
}

export const noted = new Noted();
