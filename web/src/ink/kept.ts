// What could not be sent yet stays on the device, under the person who wrote it, and goes with the sign-out.
import { beforeSignOut } from '../identity/session.svelte';
import type { InkStroke } from '../api/types';

/** A page as this device has it. */
export interface Kept {
  sha256: string;
  /** The revision it was written on. */
  revision: number;
  shared: boolean;
  strokes: readonly InkStroke[];
}

const PREFIX = 'congvan.ink.';
const keyOf = (person: string, file: string, page: number) => `${PREFIX}${person}.${file}.${page}`;

/** False where the device keeps nothing: storage switched off or full. */
export function keep(person: string, file: string, page: number, kept: Kept): boolean {
  try {
    localStorage.setItem(keyOf(person, file, page), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function forget(person: string, file: string, page: number): void {
  try {
    localStorage.removeItem(keyOf(person, file, page));
  } catch {
    // Storage switched off: nothing was kept.
  }
}

/** The pages of a file that wait to be sent. */
export function keptOf(person: string, file: string): [number, Kept][] {
  const start = keyOf(person, file, 0).slice(0, -1);
  return keys().filter((key) => key.startsWith(start)).flatMap((key): [number, Kept][] => {
    try {
      return [[Number(key.slice(start.length)), JSON.parse(localStorage.getItem(key) ?? '') as Kept]];
    } catch {
      return [];
    }
  });
}

function keys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

beforeSignOut(async () => {
  for (const key of keys()) localStorage.removeItem(key);
});
