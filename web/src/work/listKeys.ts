// The keys of the inbox: J and K walk the rows, X begins choosing at the row under the focus, Ctrl+A chooses all.
import type { InboxItem } from '../api/types';

/** Takes a key; gives the task that choosing begins with, «*» for all. `choosable` is null where nothing can be chosen. */
export function onListKey(event: KeyboardEvent, choosable: readonly InboxItem[] | null): string | null {
  const typing = (event.target as HTMLElement).closest('input:not([type=checkbox]), textarea, select, dialog');
  const key = event.key.toLowerCase();
  const step = { j: 1, k: -1 }[key];
  const control = event.ctrlKey || event.metaKey;
  const rows = Array.from(document.querySelectorAll<HTMLElement>('.tasks a'));
  const at = rows.indexOf(document.activeElement as HTMLElement);
  if (typing || event.altKey) return null;
  if (choosable && key === (control ? 'a' : 'x')) {
    event.preventDefault();
    return control ? '*' : (choosable[at]?.task.id ?? null);
  }
  if (step && !control) {
    event.preventDefault();
    rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
  }
  return null;
}
