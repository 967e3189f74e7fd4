// Acting on the outgoing paper being read: what was chosen, what was done, and what comes after it.
import type { Problem } from '../api/send';
import type { DocumentView, InboxItem } from '../api/types';
import { drafts } from '../messages/drafts';
import { panel } from '../messages/panel';
import { saidOf } from '../offline/words';
import { announce } from '../shell/announcer.svelte';
import { afterActing, nextPaper } from '../work/inbox.svelte';
import type { Board } from '../work/manner';
import { undoLast } from '../work/undoing';
import { manner } from './choices';
import { DraftWorking, type DraftChoice } from './working.svelte';

export class DraftActing implements Board<DraftChoice> {
  readonly manner = manner;
  readonly working: DraftWorking;
  /** The action whose sheet is open. */
  choice = $state.raw<DraftChoice | null>(null);
  more = $state(false);
  problem = $state.raw<Problem | null>(null);
  next = $state.raw<InboxItem | null>(null);
  readonly said = $derived.by(() => (this.working.sent.waits ? saidOf(this.working.sent.waits) : this.working.done ? drafts().draftActed[this.working.done] : null));

  /**
   * `present` is told which files belong to the present version: the others are read by going back to theirs. Whoever
   * follows the paper already gives what is `known`, so that a quick hand acts on what it saw.
   */
  constructor(
    document: string,
    readonly paper: () => DocumentView | null,
    readonly changed: () => void,
    present: (files: readonly string[]) => void,
    known?: DraftWorking,
  ) {
    this.working = known ?? new DraftWorking(document, present, () => this.paper()?.title ?? '');
    if (!known) void this.working.load();
  }

  /** What was done last, while it can be undone. */
  readonly undo = $derived.by(() => (this.said && !this.working.sent.waits ? (this.working.view?.undo ?? null) : null));
  readonly undoLast = () => undoLast(this);

  readonly choose = (choice: DraftChoice): void => {
    this.more = false;
    this.problem = null;
    this.choice = choice;
  };

  /** The action in front, for the keyboard and the bar of phones. */
  chooseFirst(): void {
    const first = manner.ranked(this.working.choices)[0];
    if (first) this.choose(first);
  }

  /** Files of the paper came or went. */
  refresh(): void {
    this.changed();
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
