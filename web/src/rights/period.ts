// Days of a delegation or a widened right: given as days, kept as moments; the last day belongs to it.
import { day, timeOf } from '../messages/format';
import { rights } from '../messages/rights';
import { dayOf, officeDay, officeMoment } from '../work/due';

const DAY_MS = 86_400_000;

/** A day some days later, `2026-11-30`. */
export function dayAfter(iso: string, days: number): string {
  return new Date(Date.parse(iso) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The moment a day begins in the office. */
export const beginOf = (iso: string) => officeMoment(iso, '00:00');

/** The moment a day is over in the office. */
export const endOf = (iso: string) => beginOf(dayAfter(iso, 1));

/** A beginning as people say it: the day, with the time where it is not midnight. */
export function sinceWords(at: string): string {
  return timeOf(at) === '0:00' ? dayOf(at) : `${timeOf(at)} ${dayOf(at)}`;
}

/** An end as people say it: «hết 27/11/2026» at midnight, else the time. */
export function untilWords(at: string): string {
  if (timeOf(at) !== '0:00') return `${timeOf(at)} ${dayOf(at)}`;
  return rights().delegation.endOf(day(dayAfter(officeDay(at), -1)));
}
