// The way of an outgoing paper put together from its route, approvals and tasks, for the line of stages.
import type { Approval, Draft, Run, Task, WorkView } from '../api/types';

const APPROVING: ReadonlySet<string> = new Set(['initial', 'content', 'form', 'final']);

export interface Stage {
  name: string;
  state: 'done' | 'now' | 'later';
  approvals: Approval[];
  /** Who was named for it. */
  named: string[];
  /** Whom it waits for. */
  waiting: Task[];
}

/** The stages of the route, each with who stood for it and whom it waits for. */
export function stagesOf(draft: Draft, view: WorkView | null): Stage[] {
  const { run } = draft;
  if (!run) return [];
  const standing = draft.approvals.filter(({ voided_at }) => voided_at === null);
  const waiting = (view?.tasks ?? []).filter(({ kind, closed }) => !closed && APPROVING.has(kind));
  return run.stages.map((name, index) => {
    const isNow = run.place === 'at_stage' && run.stage === index;
    const isDone = run.place === 'approved' || (run.place === 'at_stage' && index < (run.stage ?? 0));
    return {
      name,
      state: isNow ? 'now' : isDone ? 'done' : 'later',
      named: run.named[index] ?? [],
      approvals: standing.filter(({ stage }) => stage === index),
      waiting: isNow ? waiting : [],
    };
  });
}

/** The stage after the present one; null when the clerks come next. */
export function nextStage(run: Run | null): string | null {
  return run?.place === 'at_stage' ? (run.stages[(run.stage ?? 0) + 1] ?? null) : null;
}

/** The beginning of a hash as people compare it: «9F3A 22C1». */
export function briefHash(sha256: string): string {
  return `${sha256.slice(0, 4)} ${sha256.slice(4, 8)}`.toUpperCase();
}

/** Why the draft lies with its drafter again, where somebody sent it back. */
export function lastReturn(draft: Draft, view: WorkView | null): { by: string | null; text: string } | null {
  if (draft.phase !== 'drafting' || !view) return null;
  const tasks = new Map(view.tasks.map((task) => [task.id, task]));
  const begun = view.tasks.findLast(({ kind, closed }) => kind === 'draft' && !closed)?.opened_at;
  const reasons = view.remarks.filter(({ kind, task, at }) => {
    const about = task ? tasks.get(task) : null;
    return kind === 'reason' && about?.closed?.outcome === 'denied' && (!begun || at >= begun);
  });
  const last = reasons.at(-1);
  return last ? { by: last.author, text: last.text } : null;
}
