import { Temporal } from "temporal-polyfill";

/** The day that it is in a zone, at a moment. */
export const dayIn = (zone: string, atMs: number): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();

/** So many that every month fits, and that the page keeps its height from month to month. */
export const weeksShown = 6;

/** The whole weeks around a month, beginning with the one in which its first day lies. 1 is Monday, 7 Sunday. */
export function monthGrid(month: Temporal.PlainYearMonth, firstWeekday: number): Temporal.PlainDate[][] {
  const start = startOfWeek(month.toPlainDate({ day: 1 }), firstWeekday);
  return Array.from({ length: weeksShown }, (_, week) =>
    Array.from({ length: 7 }, (_unused, day) => start.add({ days: week * 7 + day })),
  );
}

export const startOfWeek = (day: Temporal.PlainDate, firstWeekday: number): Temporal.PlainDate =>
  day.subtract({ days: (day.dayOfWeek - firstWeekday + 7) % 7 });

/** Where people's weeks begin who read this language; Monday where the browser does not know. */
export function firstWeekdayOf(language: string | undefined): number {
  const locale = new Intl.Locale(language ?? new Intl.DateTimeFormat().resolvedOptions().locale);
  const { firstDay } = "getWeekInfo" in locale ? locale.getWeekInfo() : { firstDay: 1 };
  return firstDay;
}

/** "Tuesday, 24 November". */
export const dayWords = (day: Temporal.PlainDate): string =>
  day.toLocaleString(undefined, { weekday: "long", day: "numeric", month: "long" });

/** "November 2026". */
export const monthWords = (day: Temporal.PlainDate): string =>
  day.toLocaleString(undefined, { month: "long", year: "numeric" });

/** "Today", "Tomorrow", "Yesterday", or nothing. */
export function nearWords(day: Temporal.PlainDate, today: Temporal.PlainDate): string | undefined {
  return new Map([
    [0, "Today"],
    [1, "Tomorrow"],
    [-1, "Yesterday"],
  ]).get(today.until(day, { largestUnit: "day" }).days);
}
