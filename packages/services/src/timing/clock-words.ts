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
