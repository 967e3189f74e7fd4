// Which papers a delegation is about, in words.
import type { Delegation, Kind } from '../api/types';
import { rights } from '../messages/rights';

/** «mọi văn bản», or the kinds and registers that it names. */
export function papersOf({ kinds, registers }: Delegation['scope'], known: readonly Kind[]): string {
  const { everyPaper, kinds: ofKinds, registers: ofRegisters } = rights().delegation;
  const names = kinds.map((code) => known.find((kind) => kind.code === code)?.name ?? code);
  const parts = [names.length > 0 ? ofKinds(names.join(', ')) : null, registers.length > 0 ? ofRegisters(registers.join(', ')) : null];
  return parts.filter(Boolean).join(', ') || everyPaper;
}
