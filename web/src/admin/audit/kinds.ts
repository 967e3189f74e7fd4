// The kinds of events that an agency's log can hold, in groups to filter by, and the sentence of each.
import { audit } from '../../messages/audit';
import { wordsOfEvent } from '../../work/happened';

export const GROUPS = {
  account: [
    'identity.signed_in', 'identity.sign_in_refused', 'identity.session_ended', 'identity.password_set', 'identity.password_changed',
    'identity.password_refused', 'identity.passkey_added', 'identity.passkey_removed', 'identity.code_begun', 'identity.code_confirmed',
    'identity.code_removed', 'identity.factors_cleared', 'identity.token_made', 'identity.token_ended', 'notices.chosen',
    'notices.device_added', 'notices.device_removed',
  ],
  rights: [
    'access.widening_asked', 'access.widened', 'access.widening_declined', 'access.widening_ended', 'access.delegated',
    'access.delegation_ended', 'delegation.given', 'delegation.begun', 'delegation.ended', 'delegation.settled',
  ],
  papers: [
    'document.captured', 'document.edited', 'document.quarantined', 'document.taken_back', 'document.restored', 'file.added', 'file.read',
    'file.recognised', 'file.replaced', 'fields.suggested', 'ink.saved',
  ],
  work: [
    'task.received', 'task.registered', 'task.returned_to_sender', 'task.submitted', 'task.passed', 'task.distributed', 'task.added',
    'task.accepted', 'task.returned', 'task.refused', 'task.assigned_on', 'task.reported', 'task.time_asked', 'task.time_decided',
    'task.handed_over', 'task.closed', 'task.confirmed', 'task.sent_back', 'task.taken_back', 'task.corrected', 'task.read', 'task.undone',
    'task.due_moved', 'task.due_soon', 'task.overdue', 'task.escalated', 'task.recall_asked', 'task.recall_agreed', 'task.recall_refused',
  ],
  drafts: [
    'task.drafted', 'task.version_added', 'task.draft_submitted', 'task.opinions_asked', 'task.opinion_given', 'task.opinion_waived',
    'task.approved', 'task.draft_returned', 'task.withdrawn', 'task.abandoned', 'task.numbered', 'task.number_lost', 'task.stamped',
    'task.stamp_failed', 'task.stamp_asked', 'task.stamped_by_hand', 'task.stamp_waived', 'task.issued', 'task.dispatched', 'task.recalled',
    'task.replaced', 'task.corrected_by_letter', 'task.came_back', 'task.return_noted',
  ],
  exchange: [
    'exchange.arrived', 'exchange.refused', 'exchange.registered', 'exchange.assigned', 'exchange.in_progress', 'exchange.done',
    'exchange.recall_asked', 'exchange.recall_agreed', 'exchange.recall_refused',
  ],
  registers: [
    'register.number_taken', 'register.number_reserved', 'register.number_given_up', 'register.number_cancelled', 'register.year_opened',
    'register.year_closed', 'register.defined',
  ],
  scans: [
    'batch.opened', 'batch.scan_added', 'batch.scan_quarantined', 'batch.scan_unreadable', 'batch.arranged', 'batch.rearranged',
    'batch.listed', 'sample.drawn', 'sample.taken', 'sample.keyed', 'sample.judged',
  ],
  settings: [
    'organisation.founded', 'organisation.abbreviated', 'unit.added', 'unit.abbreviated', 'person.added', 'person.appointed',
    'person.post_ended', 'person.ended', 'calendar.changed', 'calendar.reminders_set', 'route.edited', 'route.published', 'route.ended',
    'outgoing.setting_changed', 'instruction.template_kept', 'instruction.template_ended', 'job.revived',
  ],
  own: ['follow.begun', 'follow.ended', 'search.saved', 'search.forgotten'],
} as const;

export type Group = keyof typeof GROUPS;
export const groups = Object.keys(GROUPS) as Group[];

/** The kinds that a choice of the filter stands for: a group, a kind, or all of them. */
export function kindsOf(chosen: string | null): readonly string[] {
  if (!chosen) return [];
  return chosen in GROUPS ? GROUPS[chosen as Group] : [chosen];
}

/** What happened, in the words of a paper's own history where it has some. */
export function wordsOfKind(kind: string): string {
  return (audit().kinds as Record<string, string>)[kind] ?? wordsOfEvent(kind);
}
