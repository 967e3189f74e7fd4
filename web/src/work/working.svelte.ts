// How far a paper is, with what the person may do now; one for each paper being read.
import { act, follow, getWork } from '../api/work';
import { asProblem, type Problem } from '../api/send';
import { Acted } from '../offline/acted.svelte';
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
  /** What was sent, and what waits for the network. */
  readonly sent: Acted;

  readonly choices = $derived.by<Choice[]>(() => {
    const { tasks = [], actions = [] } = this.view ?? {};
    // What was decided waits for the network: nothing else is decided on top of it.
    return (this.sent.waits ? [] : actions).map(({ action, task, open, reason }: WorkAction) => {
      return { verb: action, task: tasks.find(({ id }) => id === task) ?? null, open, reason };
    });
  });

  constructor(readonly document: string, title: () => string = () => '') {
    this.sent = new Acted(document, title);
  }

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

  /** Acts; throws what the server refused. Without a network the decision waits on this device. */
  async act(body: ActionBody): Promise<void> {
    this.busy = true;
    try {
      const taken = await this.sent.try(`/documents/${this.document}/actions`, body, this.view, (revision, key) => act(this.document, body, revision, key));
      if (taken) this.view = taken;
      this.done = body.action;
    } finally {
      this.busy = false;
    }
  }
}
