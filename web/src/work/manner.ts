// What the bar, the buttons and the word of thanks need to know of acting on a paper, whichever way it goes.
import type { Problem } from '../api/send';
import type { InboxItem, Task } from '../api/types';
import type { Waiting } from '../offline/decisions';

/** Something that may be done, or not, with the task it is about. */
export interface Choosable {
  verb: string;
  task: Task | null;
  open: boolean;
  reason: string | null;
}

/** How the actions of one way are named and put in order. */
export interface Manner<C extends Choosable> {
  words(choice: C): string;
  /** The open actions, the one most likely wanted first. */
  ranked(choices: readonly C[]): C[];
  /** Shown beside the task it is about, not among the buttons. */
  isBeside(choice: C): boolean;
  /** Whether it stands out as what the person came for. */
  isMain(choice: C): boolean;
}

/** Acting on one paper, as the parts shared by both ways see it. */
export interface Board<C extends Choosable> {
  readonly manner: Manner<C>;
  readonly working: { readonly choices: C[]; readonly busy: boolean; readonly sent: { readonly waits: Waiting | null } };
  readonly choose: (choice: C) => void;
  /** What was done last, in words. */
  readonly said: string | null;
  readonly problem: Problem | null;
  readonly next: InboxItem | null;
  /** What was done last, while it can be undone: which revision it left, and until which moment of this device, in ms. */
  readonly undo?: { revision: number; until: number } | null;
  readonly undoLast?: () => Promise<void>;
  /** Whether the sheet with every action is open. */
  more: boolean;
}
