// Copies of answers and pictures, sealed; within the budget the one longest unused goes first.
import { open, owner, seal, vault, type Label } from './vault';

export const BUDGET_BYTES = 200 * 1000 * 1000;
/** Emptied to this share at once, so that it need not be done again for each copy. */
const AFTER_CLEARING = 0.9;

interface Head {
  type: string;
  etag: string | null;
}

export interface Copy extends Head {
  body: ArrayBuffer;
  at: number;
}

/** Keeps an answer for whoever owns the device; nobody, nothing. */
export async function keepCopy(url: string, { type, etag }: Head, body: ArrayBuffer): Promise<void> {
  const person = await owner();
  if (!person) return;
  const head = new TextEncoder().encode(`${JSON.stringify({ type, etag })}\n`);
  const plain = new Uint8Array(head.length + body.byteLength);
  plain.set(head);
  plain.set(new Uint8Array(body), head.length);
  const sealed = await seal(person, url, plain);
  const now = Date.now();
  const tx = (await vault()).transaction(['labels', 'copies'], 'readwrite');
  void tx.objectStore('labels').put({ url, bytes: sealed.data.byteLength, at: now, used: now });
  void tx.objectStore('copies').put(sealed, url);
  await tx.done;
}

/** The copy of an address, if there is one that opens. */
export async function findCopy(url: string): Promise<Copy | null> {
  const db = await vault();
  const [person, label, sealed] = await Promise.all([owner(), db.get('labels', url), db.get('copies', url)]);
  if (!person || !label || !sealed) return null;
  const plain = new Uint8Array(await open(person, url, sealed));
  const end = plain.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(plain.subarray(0, end))) as Head;
  if (Date.now() - label.used > 60_000) void db.put('labels', { ...label, used: Date.now() });
  return { ...head, body: plain.slice(end + 1).buffer, at: label.at };
}

export async function labels(): Promise<Label[]> {
  return (await vault()).getAll('labels');
}

/** Removes the copies whose address is chosen; says how many went. */
export async function dropCopies(chosen: (url: string) => boolean): Promise<number> {
  const urls = (await labels()).map(({ url }) => url).filter(chosen);
  const tx = (await vault()).transaction(['labels', 'copies'], 'readwrite');
  for (const url of urls) {
    void tx.objectStore('labels').delete(url);
    void tx.objectStore('copies').delete(url);
  }
  await tx.done;
  return urls.length;
}

export async function budget(): Promise<number> {
  return ((await (await vault()).get('facts', 'budget')) as number | undefined) ?? BUDGET_BYTES;
}

export async function setBudget(bytes: number): Promise<void> {
  await (await vault()).put('facts', bytes, 'budget');
  await makeRoom();
}

/** What has to go so that the rest fits, the longest unused first. */
export function surplus(all: readonly Label[], most: number): string[] {
  let total = all.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total <= most) return [];
  const gone: string[] = [];
  for (const { url, bytes } of all.toSorted((a, b) => a.used - b.used)) {
    if (total <= most * AFTER_CLEARING) break;
    total -= bytes;
    gone.push(url);
  }
  return gone;
}

export async function makeRoom(): Promise<void> {
  const gone = new Set(surplus(await labels(), await budget()));
  if (gone.size > 0) await dropCopies((url) => gone.has(url));
}
