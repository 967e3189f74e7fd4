// Acting on the paper being read: what was chosen, what is done at a touch, and what comes after it.
import { asProblem, type Problem } from '../api/send';
import type { ActionBody, DocumentView, InboxItem } from '../api/types';
import { acts } from '../messages/acts';
import { panel } from '../messages/panel';
import { saidOf } from '../offline/words';
import { announce } from '../shell/announcer.svelte';
import { go } from '../shell/navigation.svelte';
import { isPlain, manner, ranked } from './choices';
import { afterActing, nextPaper } from './inbox.svelte';
import type { Board } from './manner';
import { undoLast } from './undoing';
import { Working, type Choice } from './working.svelte';

/** In the address of a paper: open the action in front. */
export const OPENS = 'xu-ly';

export class Acting implements Board<Choice> {
  readonly manner = manner;
  readonly working: Working;
  /** The action whose sheet is open. */
  choice = $state.raw<Choice | null>(null);
  /** Whether the sheet with every action is open. */
  more = $state(false);
  problem = $state.raw<Problem | null>(null);
  next = $state.raw<InboxItem | null>(null);
  readonly said = $derived.by(() => this.working?.sent.waits ? saidOf(this.working.sent.waits) : ((acts().acted as Record<string, string>)[this.working?.done ?? ''] ?? null));

  constructor(document: string, private readonly paper: () => DocumentView | null, readonly changed: () => void, _present?: (files: readonly string[]) => void) {
    this.working = new Working(document, () => this.paper()?.title ?? '');
    void this.working.load().then(() => this.opened());
  }

  /** Whoever came to act finds the action in front already open; the address is a plain one again. */
  private opened(): void {
    if (!new URLSearchParams(location.search).has(OPENS) || !location.pathname.endsWith(this.working.document)) return;
    history.replaceState(history.state, '', location.pathname);
    this.chooseFirst();
  }

  /** What was done last, while it can be undone. */
  readonly undo = $derived.by(() => (this.said && !this.working.sent.waits ? (this.working.view?.undo ?? null) : null));
  readonly undoLast = () => undoLast(this);

  readonly choose = (choice: Choice): void => {
    this.more = false;
    this.problem = null;
    if (choice.verb === 'register') go(`/den/hang-doi?vb=${encodeURIComponent(this.working.document)}`);
    else if (isPlain(choice.verb)) void this.atOnce(choice);
    else this.choice = choice;
  };

  /** The action in front, for the key B and the bar of phones. */
  chooseFirst(): void {
    const first = ranked(this.working.choices)[0];
    if (first) this.choose(first);
  }

  private async atOnce({ verb, task }: Choice): Promise<void> {
    const urgency = this.paper()?.urgency ?? 'normal';
    const body = verb === 'receive' ? { action: verb, urgency } : { action: verb, task: task?.id ?? '' };
    try {
      await this.working.act(body as ActionBody);
      this.done();
    } catch (cause) {
      this.problem = asProblem(cause);
      void this.working.load();
    }
  }

  /** Something was done: said aloud, and the next paper offered. */
  done(): void {
    this.choice = null;
    if (this.said) announce(this.undo ? panel().panel.undoFor(this.said) : this.said);
    this.changed();
    this.next = null;
    void afterActing().then(() => (this.next = nextPaper(this.working.document)));
  }
}
