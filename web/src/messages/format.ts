// Numbers, days and moments as Vietnamese offices write them: what every screen needs.

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

/** A moment in a list: «9:41» today, else with the day, «20/11/2026 9:41». */
export function moment(iso: string, now = new Date()): string {
  const full = fullMoment(iso);
  return new Date(iso).toDateString() === now.toDateString() ? full.slice(full.indexOf(' ') + 1) : full;
}

/** A moment where it counts as evidence: always «20/11/2026 9:41». */
export function fullMoment(iso: string): string {
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()} ${at.getHours()}:${two(at.getMinutes())}`;
}
