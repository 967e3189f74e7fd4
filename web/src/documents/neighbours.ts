// The papers before and after this one in the list the person came from.
import { trail } from '../shell/navigation.svelte';

export interface Neighbours {
  before: string | null;
  after: string | null;
  /** Its place in the list, from 1. */
  at: number;
  all: number;
}

const paperOf = (address: string) => address.split('?')[0] ?? address;

/** Null when it was not opened from a list, or from one of a single paper. */
export function neighboursOf(id: string, addresses: readonly string[] = trail): Neighbours | null {
  const papers = addresses.filter((address, at) => addresses.findIndex((other) => paperOf(other) === paperOf(address)) === at);
  const at = papers.findIndex((address) => paperOf(address) === `/vb/${encodeURIComponent(id)}`);
  if (at < 0 || papers.length < 2) return null;
  return { before: papers[at - 1] ?? null, after: papers[at + 1] ?? null, at: at + 1, all: papers.length };
}
