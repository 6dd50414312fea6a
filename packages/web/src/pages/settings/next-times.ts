import { Temporal } from "temporal-polyfill";
import { type DigestForm, type QuietForm, type Weekday, weekdays } from "./timing-form.ts";

/** Epoch milliseconds of a time of day on a date in a zone; a time that clocks leave out is when they go on. */
function instantOf(date: Temporal.PlainDate, time: string, zone: string): number {
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}

function todayIn(zone: string, nowMs: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone).toPlainDate();
}

const weekdayOf = (date: Temporal.PlainDate): Weekday => weekdays[date.dayOfWeek - 1] ?? "sunday";

/** When the next digest goes out, epoch milliseconds; undefined while a time is not written whole. */
export function nextDigest(
  every: "daily" | "weekly",
  form: DigestForm,
  zone: string,
  nowMs: number,
): number | undefined {
  const time = every === "daily" ? form.dailyAt : form.weeklyAt;
  if (!isTime(time)) return undefined;
  const today = todayIn(zone, nowMs);
  for (let days = 0; days <= 9; days++) {
    const date = today.add({ days });
    if (every === "weekly" && weekdayOf(date) !== form.weeklyOn) continue;
    const atMs = instantOf(date, time, zone);
    if (atMs > nowMs) return atMs;
  }
  return undefined;
}

/** When the quiet hours that hold now end; undefined when it is not quiet. */
export function quietUntil(form: QuietForm, zone: string, nowMs: number): number | undefined {
  const today = todayIn(zone, nowMs);
  let untilMs: number | undefined;
  for (const daysBack of [2, 1, 0]) {
    const date = today.subtract({ days: daysBack });
    const day = form.days[weekdayOf(date)] ?? form;
    if (!day.isOn || !isTime(day.from) || !isTime(day.to)) continue;
    const fromMs = instantOf(date, day.from, zone);
    const toMs = instantOf(day.to > day.from ? date : date.add({ days: 1 }), day.to, zone);
    if (fromMs <= nowMs && nowMs < toMs) untilMs = Math.max(untilMs ?? toMs, toMs);
  }
  return untilMs;
}

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
