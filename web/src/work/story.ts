// The story of a paper: what happened, the words written then and what was given, joined out of events, remarks
// and tasks.
import type { DocumentEvent, Remark, Task, WorkView } from '../api/types';

/** What an event of work tells, in ids. */
interface Payload {
  opened?: { task: string; kind: string; to: string; due_at: number | null }[];
  closed?: { task: string }[];
  remarks?: string[];
}

export interface Given {
  task: Task;
  /** The date it had then; it may have another now. */
  dueAt: string | null;
}

export interface Chapter {
  kind: string;
  at: string;
  actor: string | null;
  onBehalfOf: string | null;
  words: Remark[];
  given: Given[];
}

/** What an instruction gives; that a task of another kind began to wait is told by what happens next. */
const PARTS = new Set(['lead', 'support', 'inform', 'distribute', 'extension']);

export function storyOf(events: readonly DocumentEvent[], view: WorkView | null): Chapter[] {
  const remarks = new Map(view?.remarks.map((remark) => [remark.id, remark]));
  const tasks = new Map(view?.tasks.map((task) => [task.id, task]));
  return events.map(({ kind, at, actor, payload }) => {
    const { opened = [], closed = [], remarks: written = [] } = payload as Payload;
    const words = written.flatMap((id) => remarks.get(id) ?? []);
    const begun = opened.flatMap(({ task: id, due_at }) => {
      const task = tasks.get(id);
      return task ? [{ task, dueAt: due_at === null ? null : new Date(due_at * 1000).toISOString() }] : [];
    });
    const ended = closed.flatMap(({ task }) => tasks.get(task)?.closed ?? []);
    const stoodIn =
      words.find((remark) => remark.on_behalf_of)?.on_behalf_of ??
      begun.find(({ task }) => task.given_for)?.task.given_for ??
      ended.find((end) => end.on_behalf_of)?.on_behalf_of;
    return { kind, at, actor, onBehalfOf: stoodIn ?? null, words, given: begun.filter(({ task }) => PARTS.has(task.kind)) };
  });
}
