// How far a paper is, with what the person may do now; one for each paper being read.
import { act, follow, getWork } from '../api/work';
import { asProblem, newKey, type Problem } from '../api/send';
import type { ActionBody, Task, Verb, WorkAction, WorkView } from '../api/types';

/** What may be done, with the task it is about. */
export interface Choice {
  verb: Verb;
  task: Task | null;
  open: boolean;
  reason: string | null;
}

export class Working {
  view = $state.raw<WorkView | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  /** What was done last, for the words that say so. */
  done = $state<Verb | null>(null);
  private attempt = { body: '', key: '' };

  readonly choices = $derived.by<Choice[]>(() => {
    const { tasks = [], actions = [] } = this.view ?? {};
    return actions.map(({ action, task, open, reason }: WorkAction) => {
      return { verb: action, task: tasks.find(({ id }) => id === task) ?? null, open, reason };
    });
  });

  constructor(readonly document: string) {}

  async load(): Promise<void> {
    try {
      this.view = await getWork(this.document);
      this.problem = null;
    } catch (cause) {
      this.problem = asProblem(cause);
    }
  }

  /** Follows the paper from now on, or no more; a figure of one's own, so nothing else is asked. */
  async follow(follows: boolean): Promise<void> {
    try {
      await follow(this.document, follows);
      if (this.view) this.view = { ...this.view, followed: follows };
    } catch (cause) {
      this.problem = asProblem(cause);
    }
  }

  /** Acts; throws what the server refused. The same attempt sent again keeps its key. */
  async act(body: ActionBody): Promise<void> {
    const text = JSON.stringify(body);
    if (this.attempt.body !== text) this.attempt = { body: text, key: newKey() };
    this.busy = true;
    try {
      this.view = await act(this.document, body, this.attempt.key);
      this.attempt = { body: '', key: '' };
      this.done = body.action;
    } finally {
      this.busy = false;
    }
  }
}
