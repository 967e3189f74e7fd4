// Numbers, days and moments as Vietnamese offices write them: what every screen needs. The time is always that of the
// office (UTC+7, no summer time), wherever the device is.

const numbers = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 });

/** 1204 as «1.204». */
export function count(value: number): string {
  return numbers.format(value);
}

/** `2026-11-20` as «20/11/2026». */
export function day(iso: string | null): string {
  const parts = iso?.match(/^(\d{4})-(\d{2})-(\d{2})/);
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : '';
}

const OFFSET_MS = 7 * 3_600_000;

/** The same moment with the hands of a Vietnamese clock in its UTC fields. */
export const officeClock = (at: Date) => new Date(at.getTime() + OFFSET_MS);

/** The time of a moment in the office, «17:00». */
export function timeOf(at: string): string {
  const clock = officeClock(new Date(at));
  return `${clock.getUTCHours()}:${String(clock.getUTCMinutes()).padStart(2, '0')}`;
}

/** A moment in a list: «9:41» today, else with the day, «20/11/2026 9:41». */
export function moment(iso: string, now = new Date()): string {
  const today = fullMoment(now.toISOString()).split(' ')[0];
  const [on, time = ''] = fullMoment(iso).split(' ');
  return on === today ? time : `${on} ${time}`;
}

/** A moment where it counts as evidence: always «20/11/2026 9:41». */
export function fullMoment(iso: string): string {
  return `${day(officeClock(new Date(iso)).toISOString())} ${timeOf(iso)}`;
}
