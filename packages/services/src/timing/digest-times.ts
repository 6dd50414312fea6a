import type { TimeOfDay, Weekday } from "./clock-words.ts";
import { dateIn, instantAt, weekdayOf } from "./wall-clock.ts";

/** When a person's digests go out, by their own clock. */
export interface DigestTimes {
  daily_at: TimeOfDay;
  weekly_on: Weekday;
  weekly_at: TimeOfDay;
}

/** A week, and the days that a zone's calendar may skip or say twice. */
const mostDays = 9;

/** The first time after an instant at which a digest goes out, both epoch ms. */
export function nextDigestAt(every: "daily" | "weekly", times: DigestTimes, zone: string, nowMs: number): number {
  const today = dateIn(zone, nowMs);
  for (let days = 0; days <= mostDays; days++) {
    const date = today.add({ days });
    if (every === "weekly" && weekdayOf(date) !== times.weekly_on) continue;
    const atMs = instantAt(zone, date, every === "daily" ? times.daily_at : times.weekly_at);
    if (atMs > nowMs) return atMs;
  }
  throw new Error(`no ${every} digest in ${mostDays} days after ${nowMs} in ${zone}`);
}
