import { Cron } from "croner";
import { Temporal } from "temporal-polyfill";
import { Problem, messageOf } from "@showrunner/core/errors.ts";

/** Nobody's week needs a message more often, and one machine runs the rules of many. */
const leastMinutes = 15;

const minuteMs = 60_000;
const utc = { timezone: "UTC", mode: "5-part" } as const;

/** Enough to see the minutes of an hour, and the hours that follow upon each other, of every pattern. */
const samples = 100;
const sampleFrom = new Date("2026-01-01T00:00:00.000Z");

/** What is wrong with a pattern of five parts (minute, hour, day, month, weekday); undefined when it holds up. */
export function cronMistake(pattern: string): string | undefined {
  const named = /^\s*@/.test(pattern);
  if (!named && pattern.trim().split(/\s+/).length !== 5)
    return `it must have five parts: minute, hour, day of the month, month, day of the week, as in "0 20 * * SUN"`;
  let times: Date[];
  try {
    times = new Cron(pattern, utc).nextRuns(samples, sampleFrom);
  } catch (error) {
    return messageOf(error).replace(/^CronPattern: /, "");
  }
  if (times.length === 0) return "no day is like that";
  const tooOften = times.some((time, at) => {
    const before = times[at - 1];
    return before !== undefined && time.getTime() - before.getTime() < leastMinutes * minuteMs;
  });
  return tooOften ? `it may come every ${leastMinutes} minutes at most` : undefined;
}

/**
 * When a pattern comes next after a moment, by the clocks of a time zone (IANA name); epoch milliseconds, undefined when
 * it never does. A time that clocks leave out counts once, at the moment at which they go on; one that they show twice
 * counts the first time.
 */
export function nextTime(pattern: string, zone: string, afterMs: number): number | undefined {
  const cron = compiledCron(pattern);
  // The pattern goes by what clocks on the wall show, which is kept as if it were UTC.
  let wallMs = wallOf(afterMs, zone) - minuteMs;
  for (;;) {
    const next = cron.nextRun(new Date(wallMs));
    if (next === null) return undefined;
    wallMs = next.getTime();
    const atMs = instantOf(wallMs, zone);
    if (atMs > afterMs) return atMs;
  }
}

/** Missed times older than this are no news. */
const longestMissedMs = 32 * 24 * 60 * minuteMs;

/** The last time that came after a moment, up to and including another; undefined when none did. */
export function lastTime(pattern: string, zone: string, afterMs: number, upToMs: number): number | undefined {
  let last: number | undefined;
  let at = nextTime(pattern, zone, Math.max(afterMs, upToMs - longestMissedMs));
  while (at !== undefined && at <= upToMs) {
    last = at;
    at = nextTime(pattern, zone, at);
  }
  return last;
}

function wallOf(epochMs: number, zone: string): number {
  const wall = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDateTime();
  return wall.toZonedDateTime("UTC").epochMilliseconds;
}

function instantOf(wallMs: number, zone: string): number {
  const wall = Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO("UTC").toPlainDateTime();
  const earlier = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  if (earlier.toPlainDateTime().equals(wall)) return earlier.epochMilliseconds;
  return (earlier.getTimeZoneTransition("next") ?? earlier).epochMilliseconds;
}

const cache = new Map<string, Cron>();
const cacheLimit = 1000;

function compiledCron(pattern: string): Cron {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const mistake = cronMistake(pattern);
  if (mistake !== undefined) throw new Problem({ code: "cron.invalid", message: `${pattern}: ${mistake}` });
  const fresh = new Cron(pattern, utc);
  const oldest = cache.keys().next();
  if (cache.size >= cacheLimit && oldest.done !== true) cache.delete(oldest.value);
  cache.set(pattern, fresh);
  return fresh;
}
