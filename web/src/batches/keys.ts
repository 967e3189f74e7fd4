// Which key does what to a batch.
export type Key =
  | 'before' | 'after' | 'above' | 'below' | 'shiftBefore' | 'shiftAfter' | 'turn' | 'remove' | 'split' | 'join' | 'undo';

const ARROWS: Record<string, Key> = { ArrowLeft: 'before', ArrowRight: 'after', ArrowUp: 'above', ArrowDown: 'below' };
const SHIFTS: Record<string, Key> = { ArrowLeft: 'shiftBefore', ArrowRight: 'shiftAfter' };
const LETTERS: Record<string, Key> = { r: 'turn', x: 'remove', s: 'split', j: 'join' };

/** What a key asks for; null where it is none of these. */
export function keyOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): Key | null {
  const letter = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return letter === 'z' && !event.shiftKey ? 'undo' : null;
  if (event.altKey) return SHIFTS[event.key] ?? null;
  return ARROWS[event.key] ?? LETTERS[letter] ?? null;
}
