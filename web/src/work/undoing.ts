// Undoing what was just done to a paper: the server puts it back, and what stands on the screen is read anew.
import { asProblem, newKey, type Problem } from '../api/send';
import type { InboxItem, WorkView } from '../api/types';
import { undo } from '../api/work';
import { panel } from '../messages/panel';
import { announce } from '../shell/announcer.svelte';
import { afterActing } from './inbox.svelte';

/** Acting on a paper, whichever way it goes. */
interface Undoable {
  readonly working: { readonly document: string; readonly view: WorkView | null; done: string | null; load(): Promise<void> };
  problem: Problem | null;
  next: InboxItem | null;
  changed(): void;
}

/** Undoes the action that left the paper as it is shown. */
export async function undoLast(acting: Undoable): Promise<void> {
  const { working } = acting;
  const last = working.view?.undo;
  if (!last) return;
  acting.problem = null;
  try {
    await undo(working.document, last.revision, newKey());
    working.done = null;
    acting.next = null;
    announce(panel().panel.undone);
  } catch (cause) {
    acting.problem = asProblem(cause);
  }
  await working.load();
  acting.changed();
  void afterActing();
}
