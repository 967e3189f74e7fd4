// Sizes, durations and days typed by hand, as Vietnamese offices write them: fetched with the screens that need them.

const numbers = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 });
const decimals = new Intl.NumberFormat('vi-VN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export function score(value: number): string {
  return decimals.format(value);
}

/** Bytes as people read them: «58 MB», «1,2 GB». */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const rounded = value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value);
  return `${numbers.format(rounded)} ${units[unit]}`;
}

/** Time a search took: «8 ms», «0,18 giây». */
export function took(microseconds: number): string {
  if (microseconds < 100_000) return `${numbers.format(Math.max(1, Math.round(microseconds / 1000)))} ms`;
  return `${decimals.format(microseconds / 1_000_000)} s`;
}

/** Time left as «0:41» or «1:02:05». */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** «20/11/2026» (also 20-11-2026, 20.11.26, 20112026) as `2026-11-20`; null when it is no day. */
export function parseDay(text: string): string | null {
  const parts =
    text.trim().match(/^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})$/) ??
    text.trim().match(/^(\d{2})(\d{2})(\d{4})$/);
  if (!parts) return null;
  const [dayOfMonth, month] = [Number(parts[1]), Number(parts[2])];
  const year = parts[3]?.length === 2 ? 2000 + Number(parts[3]) : Number(parts[3]);
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return same ? date.toISOString().slice(0, 10) : null;
}
