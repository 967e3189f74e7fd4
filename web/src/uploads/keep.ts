// Files half sent, kept in this browser (IndexedDB) until the server has them, so that a reloaded
// page goes on by itself. Only smaller ones: a browser copies what it keeps. Wiped at sign-out.

export interface Kept {
  key: string;
  person: string;
  file: File;
  metadata: Record<string, string>;
  /** The key of the file that has to be there first, where several make one paper. */
  after?: string;
}

/** Above this a file is chosen again by hand; what was sent is still not sent twice. */
export const KEEP_BYTES = 100 * 1000 * 1000;
const STORE = 'files';

export interface Keeper {
  put(kept: Kept): Promise<void>;
  drop(key: string): Promise<void>;
  all(): Promise<Kept[]>;
  wipe(): Promise<void>;
}

export const browserKeeper: Keeper = {
  put: async (kept) => void (await run('readwrite', (store) => store.put(kept))),
  drop: async (key) => void (await run('readwrite', (store) => store.delete(key))),
  all: async () => (await run('readonly', (store) => store.getAll() as IDBRequest<Kept[]>)) ?? [],
  wipe: async () => void (await run('readwrite', (store) => store.clear())),
};

/** Runs one request; a browser without room or storage simply keeps nothing. */
async function run<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  const database = await open().catch(() => null);
  if (!database) return null;
  return new Promise((resolve) => {
    const transaction = database.transaction(STORE, mode);
    const request = ask(transaction.objectStore(STORE));
    transaction.oncomplete = () => finish(request.result);
    transaction.onabort = () => finish(null);
    function finish(value: T | null): void {
      database?.close();
      resolve(value);
    }
  });
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('congvan-uploads', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('indexedDB'));
  });
}
