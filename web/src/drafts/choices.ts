// Which of the open actions on an outgoing paper stands in front. The server says what is open; here is only the
// order of buttons and their names.
import type { DraftVerb } from '../api/types';
import { drafts } from '../messages/drafts';
import type { Manner } from '../work/manner';
import type { DraftChoice } from './working.svelte';

const ORDER: readonly DraftVerb[] = [
  'approve', 'give_opinion', 'number', 'issue', 'submit', 'add_version', 'return', 'ask_opinions', 'dispatch', 'stamp', 'stamp_by_hand',
  'go_unstamped', 'withdraw', 'abandon', 'replace', 'correct_by_letter', 'recall', 'note_return', 'go_on_without', 'draft',
];
/** What one seldom comes for never looks like the thing to do. */
const MAIN: ReadonlySet<DraftVerb> = new Set(['approve', 'give_opinion', 'number', 'issue', 'submit']);

/** An approval is called after the step it is. */
export function nameOfChoice({ verb, task }: DraftChoice): string {
  const step = verb === 'approve' && task ? (drafts().approve as Record<string, string>)[task.kind] : null;
  return step ?? drafts().draftVerb[verb];
}

export const manner: Manner<DraftChoice> = {
  words: nameOfChoice,
  ranked: (choices) =>
    choices
      .filter(({ open, verb }) => open && verb !== 'go_on_without' && verb !== 'draft')
      .toSorted((a, b) => ORDER.indexOf(a.verb) - ORDER.indexOf(b.verb)),
  isBeside: ({ verb }) => verb === 'go_on_without',
  isMain: ({ verb, spare }) => MAIN.has(verb) && !spare,
};
