// The working days and hours of the agency, and when it reminds of dates.
import { send } from './send';
import type { CalendarYear, DayKind, OfficeHours, Reminders, RemindersView } from './types';

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

/** Whoever changes the calendar sees it changed. */
async function changing(work: Promise<void>): Promise<void> {
  await work;
  years.clear();
}

export const putDay = (day: string, wish: { kind: DayKind; name: string; source: string }) =>
  changing(send<void>('PUT', `/calendar/days/${day}`, { body: wish }));
export const removeDay = (day: string) => changing(send<void>('DELETE', `/calendar/days/${day}`));
export const setHours = (hours: OfficeHours) => changing(send<void>('PUT', '/calendar/hours', { body: hours }));
export const getReminders = () => send<RemindersView>('GET', '/calendar/reminders');
export const setReminders = (reminders: Reminders, key: string) =>
  send<void>('PUT', '/calendar/reminders', { body: reminders, key });
