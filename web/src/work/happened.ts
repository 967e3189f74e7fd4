// What an event tells in words, in a paper's history and in the log of the agency.
import { acts } from '../messages/acts';
import { more } from '../messages/more';

/** What people did with it, told from what the system noted. */
export const OF_WORK = /^(task|work)\./;

export function wordsOfEvent(kind: string): string {
  const { other, ...known } = more().events;
  const story = OF_WORK.test(kind) ? (acts().story as Record<string, string>)[kind.replace(OF_WORK, '')] : null;
  return story ?? (known as Record<string, string>)[kind] ?? other(kind);
}
