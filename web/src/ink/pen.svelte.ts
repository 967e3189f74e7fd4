// How this person holds the pen: kept while the app is open, and that the device has a pen for longer.
import type { InkColour } from '../api/types';

const PEN_KEY = 'congvan.pen';

class Pen {
  tool = $state<InkColour | 'eraser'>('red');
  width = $state(2);
  /** Fingers write: only where no pen was ever seen. */
  finger = $state(false);
  /** A pen was seen on this device: from then on a hand that rests on the glass draws nothing. */
  seen = $state(false);
}

export const pen = new Pen();

try {
  pen.seen = localStorage.getItem(PEN_KEY) !== null;
} catch {
  // Storage switched off: the pen is known once it touches.
}

export function penSeen(): void {
  if (pen.seen) return;
  pen.seen = true;
  pen.finger = false;
  try {
    localStorage.setItem(PEN_KEY, '1');
  } catch {
    // Storage switched off: it is known until the app is closed.
  }
}

/** Whether what touches the page draws on it. */
export function draws(kind: string): boolean {
  return kind === 'pen' || kind === 'mouse' || (kind === 'touch' && pen.finger && !pen.seen);
}
