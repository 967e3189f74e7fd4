// What each action on an outgoing paper asks for, and the request it becomes.
import type { DraftActionBody, DraftVerb, Recipient, Task } from '../api/types';
import { drafts } from '../messages/drafts';
import type { Chosen } from '../work/forms';

/** Somebody to whom a paper is sent, with the name shown. */
export interface NamedRecipient {
  to: Recipient;
  name: string;
}

/** What the person has filled in so far. */
export interface Filled {
  words: string;
  agrees: boolean;
  to: 'previous_stage' | 'drafter';
  people: Chosen[];
  day: string | null;
  /** The route; null stays on the one the paper runs on. */
  route: string | null;
  /** People named for steps, by the key of the step. */
  chosen: Record<string, string>;
  /** The files of the next version, in order. */
  files: string[];
  other: { id: string; title: string } | null;
  recipients: NamedRecipient[];
}

export const BLANK: Filled = {
  words: '', agrees: true, to: 'drafter', people: [], day: null, route: null, chosen: {}, files: [], other: null, recipients: [],
};

export type FieldName = 'words' | 'people' | 'day' | 'route' | 'chosen' | 'files' | 'other' | 'recipients';

export interface Form {
  words?: 'note' | 'reason' | 'words' | 'what' | 'changed';
  optional?: true;
  phrases?: 'unstamped' | 'back' | 'opinion' | 'ask' | 'without' | 'withdraw' | 'recall';
  /** What is told before it is done. */
  warning?: 'abandons' | 'withdraws' | 'recalls';
}

export const FORMS: Record<DraftVerb, Form> = {
  draft: {},
  add_version: { words: 'changed', optional: true },
  submit: { words: 'note', optional: true },
  ask_opinions: { words: 'what', phrases: 'ask' },
  give_opinion: { words: 'words', phrases: 'opinion', optional: true },
  go_on_without: { words: 'reason', phrases: 'without' },
  approve: { words: 'note', optional: true },
  return: { words: 'reason', phrases: 'back' },
  withdraw: { words: 'reason', phrases: 'withdraw', warning: 'withdraws' },
  abandon: { words: 'reason', warning: 'abandons' },
  number: {},
  stamp: {},
  stamp_by_hand: {},
  go_unstamped: { words: 'reason', phrases: 'unstamped' },
  issue: {},
  note_return: { words: 'note', optional: true },
  dispatch: {},
  recall: { words: 'reason', phrases: 'recall', warning: 'recalls' },
  replace: {},
  correct_by_letter: {},
};

/** The form as it opens: of a return the likeliest reason stands there already. */
export function opening(verb: DraftVerb): Filled {
  const words = verb === 'return' ? (drafts().reasons.back[0] ?? '') : verb === 'ask_opinions' ? (drafts().reasons.ask[0] ?? '') : '';
  return { ...BLANK, words };
}

/** What the request cannot be written without; all else the server judges. */
export function missing(verb: DraftVerb, filled: Filled): FieldName | null {
  switch (verb) {
    case 'add_version':
    case 'stamp_by_hand':
      return filled.files.length === 0 ? 'files' : null;
    case 'ask_opinions':
      return filled.people.length === 0 ? 'people' : null;
    case 'dispatch':
      return filled.recipients.length === 0 ? 'recipients' : null;
    case 'replace':
    case 'correct_by_letter':
      return filled.other ? null : 'other';
    default:
      return null;
  }
}

/** The request; `moment` turns the day chosen into the moment when the office closes on it. */
export function bodyOf(verb: DraftVerb, task: Task | null, filled: Filled, moment: (day: string) => string): DraftActionBody | null {
  const id = task?.id ?? '';
  const { words, other } = filled;
  const note = words.trim() === '' ? null : words;
  switch (verb) {
    case 'add_version':
      return { action: verb, files: filled.files, note };
    case 'submit':
      return { action: verb, route: filled.route, chosen: filled.chosen, note };
    case 'ask_opinions':
      return { action: verb, people: filled.people.map(({ party }) => party), due_at: filled.day ? moment(filled.day) : null, words };
    case 'give_opinion':
      return { action: verb, task: id, agrees: filled.agrees, words };
    case 'go_on_without':
    case 'go_unstamped':
      return { action: verb, task: id, reason: words };
    case 'stamp_by_hand': {
      const [file] = filled.files;
      return file ? { action: verb, task: id, file } : null;
    }
    case 'approve':
    case 'note_return':
      return { action: verb, task: id, note };
    case 'return':
      return { action: verb, task: id, to: filled.to, reason: words };
    case 'withdraw':
    case 'abandon':
    case 'recall':
      return { action: verb, reason: words };
    case 'issue':
    case 'stamp':
      return { action: verb, task: id };
    case 'dispatch':
      return { action: verb, recipients: filled.recipients.map(({ to }) => to) };
    case 'replace':
    case 'correct_by_letter':
      return other && { action: verb, by: other.id };
    default:
      return null;
  }
}

const FIELDS: Record<string, FieldName> = {
  'work.text_needed': 'words',
  'work.text_long': 'words',
  'work.due_past': 'day',
  'work.assignee_twice': 'people',
  'work.part_unfit': 'people',
  'work.nobody_there': 'people',
  'outgoing.asked_already': 'people',
  'outgoing.asked_count': 'people',
  'outgoing.route_needed': 'route',
  'outgoing.route_unfit': 'route',
  'routes.not_published': 'route',
  'outgoing.choice_needed': 'chosen',
  'outgoing.choice_unfit': 'chosen',
  'outgoing.no_files': 'files',
  'outgoing.files_many': 'files',
  'outgoing.copy_unfit': 'files',
  'outgoing.files_waiting': 'files',
  'outgoing.files_unreadable': 'files',
  'outgoing.version_same': 'files',
  'outgoing.other_unfit': 'other',
  'outgoing.replace_kind': 'other',
  'outgoing.correct_kind': 'other',
  'outgoing.recipients_count': 'recipients',
  'outgoing.recipient_twice': 'recipients',
  'outgoing.recipient_unfit': 'recipients',
};

const ASKED: Partial<Record<DraftVerb, readonly FieldName[]>> = {
  add_version: ['files', 'words'],
  stamp_by_hand: ['files'],
  submit: ['route', 'chosen', 'words'],
  ask_opinions: ['people', 'day', 'words'],
  dispatch: ['recipients'],
  replace: ['other'],
  correct_by_letter: ['other'],
};

/** The field a refusal is about; null when the form does not ask for it, or it is about the whole. */
export function fieldOf(code: string, verb: DraftVerb): FieldName | null {
  const field = FIELDS[code] ?? null;
  const asked = ASKED[verb] ?? (FORMS[verb].words ? ['words'] : []);
  return field && asked.includes(field) ? field : null;
}
