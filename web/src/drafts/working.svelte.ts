// How far an outgoing paper is, with what the person may do now; one for each paper being read.
import { actOnDraft, getDraft } from '../api/drafts';
import { registerPaper } from '../api/registers';
import { asProblem, newKey, type Problem } from '../api/send';
import type { Draft, DraftActionBody, DraftVerb, Registration, RegistrationWish, Task, WorkView } from '../api/types';
import { follow, getWork } from '../api/work';
import { Acted } from '../offline/acted.svelte';

/** What may be done, with the task it is about. */
export interface DraftChoice {
  verb: DraftVerb;
  task: Task | null;
  open: boolean;
  reason: string | null;
  /** Whether it can wait for somebody else: the draft lies with another. */
  spare: boolean;
}

export class DraftWorking {
  view = $state.raw<WorkView | null>(null);
  /** Null until it is known, and for outgoing papers that were not drafted here. */
  draft = $state.raw<Draft | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  /** What was done last, for the words that say so. */
  done = $state<DraftVerb | null>(null);
  private attempt = { body: '', key: '' };
  /** Of two questions on their way the later one counts. */
  private turn = 0;
  /** What was sent, and what waits for the network. */
  readonly sent: Acted;

  readonly choices = $derived.by<DraftChoice[]>(() => {
    const { tasks = [], waits_for_me: mine = [] } = this.view ?? {};
    const drafting = tasks.find(({ kind, closed }) => kind === 'draft' && !closed);
    const isOthers = drafting && !mine.includes(drafting.id);
    // What was decided waits for the network: nothing else is decided on top of it.
    return ((this.sent.waits ? [] : this.draft?.actions) ?? []).map(({ action, task, open, reason }) => {
      return { verb: action, task: tasks.find(({ id }) => id === task) ?? null, open, reason, spare: !!isOthers && (action === 'submit' || action === 'add_version') };
    });
  });

  constructor(readonly document: string, private readonly present: (files: readonly string[]) => void = () => {}, title: () => string = () => '') {
    this.sent = new Acted(document, title);
  }

  async load(): Promise<void> {
    const turn = (this.turn += 1);
    try {
      const [draft, view] = await Promise.all([getDraft(this.document), getWork(this.document)]);
      if (turn !== this.turn) return;
      this.view = view;
      this.draft = draft;
      this.problem = null;
      const files = draft.versions.find(({ version }) => version === draft.version)?.files;
      // The file that goes out is read before the one it was made from.
      if (files) this.present([...(draft.release ? [draft.release.file] : []), ...files.map(({ id }) => id)]);
    } catch (cause) {
      const problem = asProblem(cause);
      if (problem.status !== 404) this.problem = problem;
      else this.draft = this.view = null;
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

  /** Acts; throws what the server refused. Without a network what may wait does so on this device. */
  async act(body: DraftActionBody): Promise<void> {
    this.busy = true;
    try {
      const send = (revision: number, key: string) => actOnDraft(this.document, body, revision, key);
      await this.sent.try(`/drafts/${this.document}/actions`, body, this.view, send);
      this.done = body.action;
    } finally {
      this.busy = false;
    }
    if (!this.sent.waits) await this.load();
  }

  /** Gives number and date: done by the register. */
  async number(wish: RegistrationWish): Promise<Registration> {
    const taken = await this.attempted(wish, (key) => registerPaper(this.document, wish, key));
    this.done = 'number';
    await this.load();
    return taken;
  }

  /** The same attempt sent again keeps its key. */
  private async attempted<T>(body: unknown, send: (key: string) => Promise<T>): Promise<T> {
    const text = JSON.stringify(body);
    if (this.attempt.body !== text) this.attempt = { body: text, key: newKey() };
    this.busy = true;
    try {
      const answer = await send(this.attempt.key);
      this.attempt = { body: '', key: '' };
      return answer;
    } finally {
      this.busy = false;
    }
  }
}
