// Names of those whom tasks wait for.
import type { PartyView, Task } from '../api/types';
import { t } from '../messages/index.svelte';
import { work } from '../messages/work';

/** The name of a person, unit or post; roles are named by their code. */
export function nameOf(party: PartyView): string {
  return party.name ?? (t().role as Record<string, string>)[party.id] ?? party.id;
}

/** Who gave a task, «A thay mặt B» where somebody stood in. */
export function giverOf(task: Task): string | null {
  if (!task.given_by) return null;
  return task.given_for ? work().inbox.behalf(task.given_by, task.given_for) : task.given_by;
}

/** What a task asks for; a kind this app does not know keeps its code. */
export function kindOf(task: Task): string {
  return (work().taskKind as Record<string, string>)[task.kind] ?? task.kind;
}
