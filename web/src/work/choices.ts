// Which of the open actions stands in front. The server says what is open; here is only the order of buttons.
import type { Verb } from '../api/types';
import { acts } from '../messages/acts';
import type { Manner } from './manner';
import type { Choice } from './working.svelte';

const ORDER: readonly Verb[] = [
  'agree_recall', 'register', 'distribute', 'submit', 'decide_time', 'confirm', 'accept', 'assign_on', 'mark_read', 'close', 'receive',
  'report', 'send_back', 'pass', 'ask_time', 'hand_over', 'return', 'refuse', 'refuse_recall', 'return_to_sender', 'add', 'correct', 'take_back',
];
/** Done with one touch: nothing is to be written. */
const PLAIN: ReadonlySet<Verb> = new Set(['accept', 'mark_read', 'receive']);
/** What concerns a part given to somebody else stands beside that part. */
const BESIDE: ReadonlySet<Verb> = new Set(['correct', 'take_back']);

export const isPlain = (verb: Verb) => PLAIN.has(verb);
export const isBeside = (verb: Verb) => BESIDE.has(verb);

/** A unit is given work to assign on; a person to deal with it himself. */
function rank({ verb, task }: Choice): number {
  const toUnit = task?.assignee.kind === 'unit';
  if (verb === 'assign_on' && !toUnit) return ORDER.indexOf('hand_over') + 0.5;
  if (verb === 'assign_on' && toUnit) return ORDER.indexOf('accept') - 0.5;
  return ORDER.indexOf(verb);
}

/** The open actions of the person himself, the one most likely wanted first. */
export function ranked(choices: readonly Choice[]): Choice[] {
  return choices.filter(({ open, verb }) => open && !BESIDE.has(verb)).toSorted((a, b) => rank(a) - rank(b));
}

export const manner: Manner<Choice> = {
  words: ({ verb }) => acts().verb[verb],
  ranked,
  isBeside: ({ verb }) => isBeside(verb),
  isMain: ({ verb }) => verb !== 'add',
};
