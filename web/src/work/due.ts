// How far off a due date is, in the words and days of the office: always Vietnamese time (UTC+7, no summer time),
// wherever the device is.
import { day, officeClock, timeOf } from '../messages/format';
import { work } from '../messages/work';

const DAY_MS = 86_400_000;

/** The day of a moment in the office, `2026-11-20`. */
export function officeDay(at: Date | string): string {
  return officeClock(new Date(at)).toISOString().slice(0, 10);
}

/** The day of a moment in the office as people write it, «20/11/2026». */
export function dayOf(at: string): string {
  return day(officeDay(at));
}

/** A moment of a day in the office. */
export function officeMoment(isoDay: string, time: string): string {
  return `${isoDay}T${time}:00+07:00`;
}

export interface Distance {
  /** Calendar days until the due day; negative when it is past. */
  days: number;
  late: boolean;
}

export function distance(dueAt: string, now: Date): Distance {
  const from = Date.parse(officeDay(now));
  const to = Date.parse(officeDay(dueAt));
  return { days: Math.round((to - from) / DAY_MS), late: new Date(dueAt).getTime() < now.getTime() };
}

export type Tone = 'bad' | 'warn' | 'plain';

/** «Còn 3 ngày», «Quá hạn 1 ngày», with the tone they are shown in. */
export function dueWords(dueAt: string, now = new Date()): { words: string; tone: Tone } {
  const { days, late } = distance(dueAt, now);
  const { due } = work();
  if (late) return { words: days === 0 ? due.lateToday(timeOf(dueAt)) : due.late(-days), tone: 'bad' };
  if (days === 0) return { words: due.today(timeOf(dueAt)), tone: 'warn' };
  if (days === 1) return { words: due.tomorrow, tone: 'warn' };
  return { words: due.left(days), tone: 'plain' };
}
