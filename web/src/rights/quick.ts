// Whom and for how long a delegation is suggested: as the last time, else a colleague of the same standing.
import type { Capacity, Colleague, Delegation } from '../api/types';
import { byName } from '../work/sorting';
import { beginOf, dayAfter, endOf } from './period';

export interface Suggested {
  id: string;
  name: string;
  capacity: Capacity;
  reason: string;
  /** The last day of it. */
  to: string;
  /** Whether it is as the last time. */
  again: boolean;
}

const DAY_MS = 86_400_000;
const ROLES = ['leader', 'chief_of_office', 'head_of_unit', 'specialist', 'clerk'];

/** Whoever received the last delegation of the person, else the colleague there who stands nearest to him. */
export function suggestion(own: string, all: readonly Delegation[], people: readonly Colleague[], today: string, reason: string): Suggested | null {
  const given = all.filter(({ giver, receiver }) => giver.id === own && people.some(({ id }) => id === receiver.id));
  const last = given.toSorted((a, b) => b.from.localeCompare(a.from))[0];
  if (last) {
    const days = Math.max(1, Math.round((Date.parse(last.to) - Date.parse(last.from)) / DAY_MS));
    return {
      id: last.receiver.id, name: last.receiver.name, capacity: last.capacity === 'authorised' ? 'substitute' : last.capacity,
      reason: last.reason, to: dayAfter(today, days - 1), again: true,
    };
  }
  const me = people.find(({ id }) => id === own);
  if (!me) return null;
  const roles = me.posts.map(({ role }) => role as string);
  const units = me.posts.flatMap(({ unit }) => (unit ? [unit.id] : []));
  const near = ({ posts }: Colleague) => {
    const inside = posts.some(({ unit }) => unit !== null && units.includes(unit.id));
    const same = posts.some(({ role }) => roles.includes(role));
    const rank = Math.min(...posts.map(({ role }) => ROLES.indexOf(role)).map((at) => (at < 0 ? ROLES.length : at)));
    return units.length > 0 ? (inside ? 0 : 10) + rank : (same ? 0 : 10) + rank;
  };
  // Whom the person stands in for is away himself.
  const away = new Set(all.filter(({ receiver, live }) => live && receiver.id === own).map(({ giver }) => giver.id));
  const best = people.filter(({ id, posts }) => id !== own && posts.length > 0 && !away.has(id)).toSorted((a, b) => near(a) - near(b) || byName(a, b))[0];
  return best ? { id: best.id, name: best.name, capacity: 'substitute', reason, to: friday(today), again: false } : null;
}

/** What the person has given already for some of the days from `from` to `to`. */
export function beside(own: string, all: readonly Delegation[], from: string, to: string): Delegation[] {
  const [begin, end] = [beginOf(from), endOf(to)].map(Date.parse) as [number, number];
  return all.filter((one) => one.giver.id === own && !one.ended_at && Date.parse(one.from) < end && Date.parse(one.to) > begin);
}

/** The Friday of this week, or of the next from Friday on. */
function friday(today: string): string {
  return dayAfter(today, (5 - new Date(today).getUTCDay() + 7) % 7 || 7);
}
