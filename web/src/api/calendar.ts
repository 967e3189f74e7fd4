// The working days and hours of the agency.
import { send } from './send';
import type { CalendarYear } from './types';

const years = new Map<number, Promise<CalendarYear>>();

/** A year of the calendar; asked once, again only after a failure. */
export function getYear(year: number): Promise<CalendarYear> {
  let asked = years.get(year);
  if (!asked) {
    asked = send<CalendarYear>('GET', '/calendar', { query: { year } });
    asked.catch(() => years.delete(year));
    years.set(year, asked);
  }
  return asked;
}
