import { Temporal } from "temporal-polyfill";
import { type TimeOfDay, type Weekday, weekdays } from "./clock-words.ts";

/** The date on a zone's calendars at an instant (epoch ms). */
export function dateIn(zone: string, atMs: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toPlainDate();
}

export function weekdayOf(date: Temporal.PlainDate): Weekday {
  const day = weekdays[date.dayOfWeek - 1];
  if (day === undefined) throw new Error(`${date.toString()} is on no day of the week`);
  return day;
}

/**
 * When a zone's clocks show a time on a date, epoch ms. A time that they skip comes as much later as they skip; one that
 * they show twice is the first. RFC 5545 and Temporal's `compatible` have it so.
 */
export function instantAt(zone: string, date: Temporal.PlainDate, time: TimeOfDay): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return date.toZonedDateTime({ timeZone: zone, plainTime: new Temporal.PlainTime(hour, minute) }).epochMilliseconds;
}
