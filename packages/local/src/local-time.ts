/** Sweden's way of writing times is everybody's: largest unit first, digits only. */
const format = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium" });

/** A time as the clock on this machine's wall shows it: `2026-11-21 13:09:00`. Takes epoch ms or ISO 8601. */
export function localTime(at: number | string): string {
  return format.format(new Date(at));
}
