import { Temporal } from "temporal-polyfill";
import * as z from "zod";

/** A time of day by a person's clock: `22:00`. */
export const TimeOfDay = z
  .string()
  .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, "it must be a time of day such as 08:00")
  .overwrite((text) => text.padStart(5, "0"));
export type TimeOfDay = z.infer<typeof TimeOfDay>;

/** ISO 8601's order: Monday is 1. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export const Weekday = z.enum(weekdays);
export type Weekday = z.infer<typeof Weekday>;

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

/** `Sun 22 Nov, 07:00`, for a person in that zone. */
export function clockText(zone: string, atMs: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(atMs);
}
