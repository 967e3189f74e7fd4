// Days to suggest for a due date, out of the calendar as the server gives it; the server judges the one chosen.
import { getYear } from '../api/calendar';
import type { CalendarYear, DayKind } from '../api/types';

const DAY_MS = 86_400_000;

export interface Workdays {
  kinds: ReadonlyMap<string, DayKind>;
  /** When the office closes, and when it closes on half a day. */
  end: string;
  noon: string;
}

export function workdaysOf(years: readonly CalendarYear[]): Workdays {
  const kinds = years.flatMap(({ days }) => days.map(({ day, kind }) => [day, kind] as const));
  const hours = years[0]?.hours;
  return { kinds: new Map(kinds), end: hours?.afternoon.to ?? '17:00', noon: hours?.morning.to ?? '11:30' };
}

/** This year and the next: suggestions made in December reach over Tết. */
export async function loadWorkdays(today: string): Promise<Workdays> {
  const year = Number(today.slice(0, 4));
  return workdaysOf(await Promise.all([getYear(year), getYear(year + 1)]));
}

export function isWorked(day: string, { kinds }: Workdays): boolean {
  const kind = kinds.get(day);
  if (kind) return kind === 'working_day' || kind === 'half_day';
  const weekday = new Date(day).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

/** The n-th working day after a day. */
export function workdayAfter(from: string, n: number, calendar: Workdays): string {
  let at = Date.parse(from);
  for (let left = n; left > 0; ) {
    at += DAY_MS;
    if (isWorked(new Date(at).toISOString().slice(0, 10), calendar)) left -= 1;
  }
  return new Date(at).toISOString().slice(0, 10);
}

/** The next Friday after a day, where it is worked on. */
export function fridayAfter(from: string, calendar: Workdays): string | null {
  const ahead = (5 - new Date(from).getUTCDay() + 7) % 7 || 7;
  const friday = new Date(Date.parse(from) + ahead * DAY_MS).toISOString().slice(0, 10);
  return isWorked(friday, calendar) ? friday : null;
}

/** When the office closes on a day. */
export function closing(day: string, calendar: Workdays): string {
  return calendar.kinds.get(day) === 'half_day' ? calendar.noon : calendar.end;
}
