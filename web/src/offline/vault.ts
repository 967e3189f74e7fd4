// What this device keeps for a person: copies of answers and pictures, and decisions that wait for the network. All of
// it is sealed (AES-GCM, the address bound to it) with a key that no script can read out and that goes at sign-out:
// what is left on the disk after that says nothing. Used by the page and by the service worker.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** A sealed text or picture. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}
/** What is known of a copy without opening it. */
export interface Label {
  url: string;
  bytes: number;
  /** When it came from the server, and when it was last wanted; milliseconds. */
  at: number;
  used: number;
}
interface Row extends Sealed {
  id?: number;
  person: string;
  document: string;
  /** Held by whoever sends it: null where it waits, else why it was not taken. */
  stopped: { code: string; status: number; params: Record<string, unknown> } | null;
}
export type WaitingRow = Row & { id: number };
export type Stopped = NonNullable<Row['stopped']>;

interface Schema extends DBSchema {
  /** `owner`: whose device this is now; `key <person>`; `budget` in bytes. */
  facts: { key: string; value: string | number | CryptoKey };
  labels: { key: string; value: Label };
  copies: { key: string; value: Sealed };
  waiting: { key: number; value: Row };
}

const NAME = 'congvan-kept';
let opened: Promise<IDBPDatabase<Schema>> | null = null;

export function vault(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(NAME, 1, {
    upgrade(db) {
      db.createObjectStore('facts');
      db.createObjectStore('labels', { keyPath: 'url' });
      db.createObjectStore('copies');
      db.createObjectStore('waiting', { keyPath: 'id', autoIncrement: true });
    },
    // Removed from elsewhere (the site's data were cleared): the next use opens it anew.
    terminated: () => (opened = null),
    blocking: (_old, _new, event) => {
      (event.target as IDBDatabase).close();
      opened = null;
    },
  }).catch((cause: unknown) => {
    opened = null;
    throw cause;
  });
  return opened;
}

/** Who this device keeps things for; null before somebody signed in here. */
export async function owner(): Promise<string | null> {
  return ((await (await vault()).get('facts', 'owner')) as string | undefined) ?? null;
}

/** From now on the device is this person's: copies made for another go, decisions of theirs stay shut away. */
export async function ownedBy(person: string): Promise<void> {
  const db = await vault();
  if ((await db.get('facts', 'owner')) === person) return;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const tx = db.transaction(['facts', 'labels', 'copies'], 'readwrite');
  const facts = tx.objectStore('facts');
  await facts.put(person, 'owner');
  if (!(await facts.get(`key ${person}`))) await facts.put(made, `key ${person}`);
  await tx.objectStore('labels').clear();
  await tx.objectStore('copies').clear();
  await tx.done;
}

/** Forgets everything of everybody: sign-out, or a session ended from elsewhere. */
export async function wipe(): Promise<void> {
  const db = await vault();
  const tx = db.transaction(['facts', 'labels', 'copies', 'waiting'], 'readwrite');
  await Promise.all([...Array.from(tx.objectStoreNames, (name) => tx.objectStore(name).clear()), tx.done]);
}

async function keyOf(person: string): Promise<CryptoKey> {
  const key = await (await vault()).get('facts', `key ${person}`);
  if (!(key instanceof CryptoKey)) throw new Error('no key for what is kept');
  return key;
}

const bound = (to: string) => new TextEncoder().encode(to);

export async function seal(person: string, to: string, plain: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(to) }, await keyOf(person), plain);
  return { iv, data };
}

/** Opens what was sealed for this person and address; fails on anything else. */
export async function open(person: string, to: string, { iv, data }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bound(to) }, await keyOf(person), data);
}
