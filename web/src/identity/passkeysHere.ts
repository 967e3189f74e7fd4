// Passkeys that this device itself has answered with, and their public keys, so that it can be unlocked without network.

const KEY = 'congvan.passkeys';

export interface KeptPasskey {
  /** The server's name for it. */
  id: string;
  person: string;
  credential: string;
  rpId: string;
  /** Uncompressed point of a P-256 key, base64url. */
  point: string;
}

function all(): KeptPasskey[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? (kept as KeptPasskey[]) : [];
  } catch {
    return [];
  }
}

function write(keys: KeptPasskey[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(keys));
  } catch {
    // Without storage this device is unlocked through the server only.
  }
}

/** Passkeys of a person on this device. */
export function keptHere(person: string): KeptPasskey[] {
  return all().filter((key) => key.person === person);
}

export function keepHere(key: KeptPasskey): void {
  write([...all().filter(({ id }) => id !== key.id), key]);
}

export function forgetHere(id: string): void {
  write(all().filter((key) => key.id !== id));
}

/** Keeps of a person's passkeys only those that the server still knows. */
export function keepOnly(person: string, known: readonly string[]): void {
  write(all().filter((key) => key.person !== person || known.includes(key.id)));
}
