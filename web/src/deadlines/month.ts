// A month as weeks from Monday to Sunday, and steps between days; days are «2026-11-20», counted without time zones.

const DAY_MS = 86_400_000;

export function stepDay(day: string, by: number): string {
  return new Date(Date.parse(day) + by * DAY_MS).toISOString().slice(0, 10);
}

/** The same day of another month, or its last where it is shorter. */
export function stepMonth(day: string, by: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + by, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + by, Math.min(date, last))).toISOString().slice(0, 10);
}

/** 0 for Monday to 6 for Sunday. */
export const weekday = (day: string) => (new Date(day).getUTCDay() + 6) % 7;

/** The weeks a month touches, with the days of its neighbours that fill them. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const start = stepDay(first, -weekday(first));
  const end = stepMonth(first, 1);
  const weeks: string[][] = [];
  for (let monday = start; monday < end; monday = stepDay(monday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, at) => stepDay(monday, at)));
  }
  return weeks;
}
