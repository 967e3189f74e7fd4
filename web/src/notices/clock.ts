// Hours of a day as people type them and as minutes after midnight.

/** 390 as «06:30», as time fields take it. */
export function timeOf(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** «06:30» as 390; null when nothing is typed. */
export function minuteOf(time: string): number | null {
  const parts = time.match(/^(\d{2}):(\d{2})/);
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : null;
}
