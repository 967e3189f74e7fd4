// Decisions that wait, in words.
import { acts } from '../messages/acts';
import { drafts } from '../messages/drafts';
import { offline } from '../messages/offline';
import type { Decision, Waiting } from './decisions';

/** What the bar under a paper says of a decision on it that was not sent yet. */
export const saidOf = ({ stopped }: Waiting): string => (stopped ? offline().waiting.stoppedHere : offline().waiting.waits);

/** What was decided, by its name. */
export function verbOf({ path, body }: Decision): string {
  const verbs = (path.startsWith('/drafts/') ? drafts().draftVerb : acts().verb) as Record<string, string>;
  return verbs[body.action] ?? body.action;
}

/** The words that were written with it. */
export function wordsOf({ body }: Decision): string {
  for (const name of ['words', 'result', 'reason', 'note']) if (typeof body[name] === 'string') return body[name];
  return '';
}

/** To whom it gives something, by id, with the part each has. */
export function partsOf({ body }: Decision): { part: string; id: string; due: string | null }[] {
  const parts = Array.isArray(body.parts) ? (body.parts as { part: string; to: { id: string }; due_at?: string | null }[]) : [];
  const to = body.to as { id: string } | undefined;
  const all = parts.map(({ part, to: { id }, due_at }) => ({ part, id, due: due_at ?? null }));
  return to && typeof to === 'object' ? [...all, { part: '', id: to.id, due: null }] : all;
}
