import { TimeOfDay, type Weekday } from "./clock-words.ts";
import { dateIn, instantAt, weekdayOf } from "./wall-clock.ts";
import * as z from "zod";

/** From one time of day to another, over midnight where the second is not the later: `22:00-07:00`. */
const QuietRange = z
  .string()
  .superRefine((text, check) => {
    const ends = endsOf(text);
    const message =
      ends === undefined
        ? "it must be from one time of day to another, such as 22:00-07:00"
        : ends[0] === ends[1]
          ? "it begins and ends at the same time: none, or another end?"
          : undefined;
    if (message !== undefined) check.addIssue({ code: "custom", message });
  })
  .overwrite((text) => endsOf(text)?.join("-") ?? text);

function endsOf(text: string): TimeOfDay[] | undefined {
  const ends = text.split("-").map((part) => TimeOfDay.safeParse(part.trim()));
  const times = ends.flatMap((end) => (end.success ? [end.data] : []));
  return ends.length === 2 && times.length === 2 ? times : undefined;
}

const RangeOrNone = z.union([z.literal("none"), QuietRange]);

const ByWeekday = z.strictObject({
  default: RangeOrNone.optional(),
  monday: RangeOrNone.optional(),
  tuesday: RangeOrNone.optional(),
  wednesday: RangeOrNone.optional(),
  thursday: RangeOrNone.optional(),
  friday: RangeOrNone.optional(),
  saturday: RangeOrNone.optional(),
  sunday: RangeOrNone.optional(),
});

/**
 * Quiet hours: the same every day, `none`, or by the weekday on which they begin, with a `default` for the others.
 * A stretch belongs to the day that it begins on: Friday's `22:00-09:00` ends on Saturday.
 */
export const QuietHours = z.union([RangeOrNone, ByWeekday]);
export type QuietHours = z.infer<typeof QuietHours>;

/** Quiet all week long, with no end: what waits is told after this many days. */
const longestDays = 8;

function rangeOn(hours: QuietHours, day: Weekday): { from: TimeOfDay; to: TimeOfDay } | undefined {
  const range = typeof hours === "string" ? hours : (hours[day] ?? hours.default);
  if (range === undefined || range === "none") return undefined;
  const [from = "", to = ""] = range.split("-");
  return { from, to };
}

/** When the quiet hours that hold at an instant end, both epoch ms; undefined when it is not quiet. */
export function quietUntil(hours: QuietHours | null, zone: string, nowMs: number): number | undefined {
  if (hours === null) return undefined;
  let untilMs = nowMs;
  for (let stretches = 0; stretches < longestDays; stretches++) {
    const end = endOfStretch(hours, zone, untilMs);
    if (end === undefined) break;
    // One stretch may run on into the next, of another weekday.
    untilMs = end;
  }
  return untilMs === nowMs ? undefined : untilMs;
}

/** The end of a stretch that an instant lies in. */
function endOfStretch(hours: QuietHours, zone: string, atMs: number): number | undefined {
  const today = dateIn(zone, atMs);
  let latest: number | undefined;
  // It may have begun on an earlier date; one more where a zone skipped a date, as Samoa did.
  for (const daysBack of [2, 1, 0]) {
    const day = today.subtract({ days: daysBack });
    const range = rangeOn(hours, weekdayOf(day));
    if (range === undefined) continue;
    const fromMs = instantAt(zone, day, range.from);
    const toMs = instantAt(zone, range.to > range.from ? day : day.add({ days: 1 }), range.to);
    if (fromMs <= atMs && atMs < toMs) latest = Math.max(latest ?? toMs, toMs);
  }
  return latest;
}
