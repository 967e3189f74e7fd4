// What each action asks for, and the request it becomes.
import type { ActionBody, DocumentSummary, Party, Task, Urgency, Verb } from '../api/types';
import { acts } from '../messages/acts';
import type { Preference } from './people';

export type Part = 'lead' | 'support' | 'inform';
export interface Named {
  party: Party;
  name: string;
}
export interface Chosen extends Named {
  part: Part;
}

/** What the person has filled in so far. */
export interface Draft {
  words: string;
  parts: Chosen[];
  to: Named | null;
  day: string | null;
  /** The working days that the day was chosen as; then the term is sent, so that it moves with the calendar. */
  term: number | null;
  confirm: boolean;
  /** How urgent the parts are at least. */
  urgency: Urgency;
  grant: boolean;
  answer: { id: string; title: string } | null;
  dossier: string;
}

export const EMPTY: Draft = {
  words: '', parts: [], to: null, day: null, term: null, confirm: false, urgency: 'normal', grant: true, answer: null, dossier: '',
};

export interface Form {
  words: 'instruction' | 'reason' | 'note' | 'progress' | 'result';
  optional?: true;
  phrases?: 'instruction' | 'inner' | 'sender' | 'back' | 'time' | 'result';
  /** Parts to give: several, or one in the place of another. */
  parts?: 'many' | 'one';
  to?: true;
  prefer?: Preference;
  day?: 'due' | 'until' | 'grant';
  finish?: true;
}

export const FORMS: Partial<Record<Verb, Form>> = {
  return_to_sender: { words: 'reason', phrases: 'sender' },
  submit: { words: 'note', optional: true, to: true, prefer: 'leaders' },
  pass: { words: 'note', optional: true, to: true, prefer: 'leaders' },
  distribute: { words: 'instruction', phrases: 'instruction', parts: 'many', day: 'due' },
  add: { words: 'instruction', phrases: 'instruction', parts: 'many', day: 'due' },
  assign_on: { words: 'instruction', phrases: 'inner', parts: 'many', prefer: 'unit', day: 'due' },
  correct: { words: 'instruction', phrases: 'instruction', parts: 'one', day: 'due' },
  return: { words: 'reason', phrases: 'back' },
  refuse: { words: 'reason', phrases: 'back' },
  report: { words: 'progress' },
  ask_time: { words: 'reason', phrases: 'time', day: 'until' },
  decide_time: { words: 'reason', optional: true, day: 'grant' },
  hand_over: { words: 'reason', to: true, prefer: 'unit' },
  close: { words: 'result', phrases: 'result', finish: true },
  confirm: { words: 'note', optional: true },
  send_back: { words: 'reason' },
  take_back: { words: 'reason' },
  agree_recall: { words: 'note', optional: true },
  refuse_recall: { words: 'reason' },
};

/** The form of an action as it opens: a correction starts from what stands, an end from the paper that answered. */
export function opening(verb: Verb, task: Task | null, words: string, day: string | null, answers: readonly DocumentSummary[] = []): Draft {
  if (verb === 'decide_time') return { ...EMPTY, day };
  const answer = answers.findLast(({ code }) => code);
  if (verb === 'close' && answer?.code) return { ...EMPTY, words: acts().finish.answeredBy(answer.code), answer: { id: answer.id, title: answer.title } };
  if (verb !== 'correct' || !task) return { ...EMPTY };
  const { kind, id, name } = task.assignee;
  const party = kind === 'role' ? null : ({ kind, id } as Party);
  const parts = party ? [{ party, name: name ?? '', part: task.kind as Part }] : [];
  return { ...EMPTY, words, day, parts, confirm: task.asks_confirmation, urgency: task.urgency };
}

/** Whether the words of an action may not stay empty. */
export const needsWords = (verb: Verb, { grant }: Draft) => (verb === 'decide_time' ? !grant : verb in FORMS && !FORMS[verb]?.optional);

/** What the request cannot be written without, the field in front first; all else the server judges. */
export function missing(verb: Verb, draft: Draft): 'to' | 'words' | 'parts' | 'day' | null {
  const form = FORMS[verb];
  if (form?.to && !draft.to) return 'to';
  if (needsWords(verb, draft) && draft.words.trim() === '') return 'words';
  if (form?.parts && draft.parts.length === 0) return 'parts';
  if ((form?.day === 'until' || (form?.day === 'grant' && draft.grant)) && !draft.day) return 'day';
  return null;
}

/** The request; `moment` turns the day chosen into the moment when the office closes on it, a number of working days
 * goes as such. */
export function bodyOf(verb: Verb, task: Task | null, draft: Draft, moment: (day: string) => string): ActionBody | null {
  const id = task?.id ?? '';
  const { words, to } = draft;
  const note = words.trim() === '' ? null : words;
  const until = draft.day ? moment(draft.day) : null;
  const parts = draft.parts.map(({ part, party }) => ({
    part,
    to: party,
    ...(part === 'inform' ? { due_at: null } : draft.term ? { term: { unit: 'working_days', amount: draft.term } } : { due_at: until }),
    asks_confirmation: part === 'lead' && draft.confirm,
    urgency: draft.urgency,
  }));
  switch (verb) {
    case 'return_to_sender':
      return { action: verb, reason: words };
    case 'submit':
      return to && { action: verb, to: to.party, note };
    case 'pass':
      return to && { action: verb, task: id, to: to.party, note };
    case 'distribute':
    case 'assign_on':
      return { action: verb, task: id, parts, words };
    case 'add':
      return { action: verb, parts, words };
    case 'correct':
      return parts[0] ? { action: verb, task: id, part: parts[0], words } : null;
    case 'return':
    case 'refuse':
    case 'send_back':
    case 'take_back':
    case 'refuse_recall':
      return { action: verb, task: id, reason: words };
    case 'report':
      return { action: verb, task: id, words };
    case 'ask_time':
      return until ? { action: verb, task: id, until, reason: words } : null;
    case 'decide_time':
      return { action: verb, task: id, until: draft.grant ? until : null, reason: words };
    case 'hand_over':
      return to && { action: verb, task: id, to: to.party, reason: words };
    case 'close':
      return { action: verb, task: id, result: words, answered_by: draft.answer?.id ?? null, dossier: draft.dossier.trim() || null };
    case 'confirm':
    case 'agree_recall':
      return { action: verb, task: id, note };
    default:
      return null;
  }
}

export type FieldName = 'words' | 'parts' | 'to' | 'day' | 'dossier';

/** The field a refusal is about; null when it is about the whole. */
export function fieldOf(code: string, form: Form): FieldName | null {
  const whom = form.to ? 'to' : form.parts ? 'parts' : null;
  const fields: Record<string, FieldName | null> = {
    'work.text_needed': 'words',
    'work.text_long': 'words',
    'work.parts_needed': 'parts',
    'work.lead_needed': 'parts',
    'work.lead_once': 'parts',
    'work.assignee_twice': 'parts',
    'work.part_unfit': whom,
    'work.nobody_there': whom,
    'work.outside_unit': whom,
    'work.submit_to_leader': 'to',
    'work.to_oneself': 'to',
    'work.due_past': 'day',
    'work.due_beyond_outer': 'day',
    'work.time_not_more': 'day',
    'work.dossier_long': 'dossier',
  };
  return fields[code] ?? null;
}
