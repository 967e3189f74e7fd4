// What is being written in a sheet, kept on this device until it is sent: closing the sheet, reloading the page or a
// lost network lose nothing.
import { beforeSignOut, session } from '../identity/session.svelte';

const PREFIX = 'congvan.draft.';
const RECENT = 'congvan.recent.';
const RECENT_MOST = 12;

/** A storage that may be missing or full: what is not kept is only not there after a reload. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

beforeSignOut(async () => {
  attempt(() => {
    const ours = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
    for (const key of ours) sessionStorage.removeItem(key);
  });
});

export class Writing<T extends object> {
  draft: T;
  private readonly key: string;

  constructor(about: string, private readonly opening: T) {
    this.key = `${PREFIX}${session.me?.person.id}.${about}`;
    const kept = attempt(() => JSON.parse(sessionStorage.getItem(this.key) ?? 'null') as Partial<T> | null);
    this.draft = $state({ ...opening, ...kept });
  }

  /** Keeps what stands now; what nobody touched is not worth keeping. */
  keep(): void {
    const text = JSON.stringify(this.draft);
    attempt(() => {
      if (text === JSON.stringify(this.opening)) sessionStorage.removeItem(this.key);
      else sessionStorage.setItem(this.key, text);
    });
  }

  forget(): void {
    attempt(() => sessionStorage.removeItem(this.key));
  }
}

const recentKey = () => `${RECENT}${session.me?.person.id}`;

/** Those lately chosen on this device, the latest first. */
export function recent(): string[] {
  return attempt(() => JSON.parse(localStorage.getItem(recentKey()) ?? '[]') as string[]) ?? [];
}

export function remember(chosen: readonly string[]): void {
  const all = [...chosen, ...recent().filter((key) => !chosen.includes(key))].slice(0, RECENT_MOST);
  attempt(() => localStorage.setItem(recentKey(), JSON.stringify(all)));
}
