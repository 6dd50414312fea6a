import type { Scope } from "@showrunner/core/events/calendar.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { cronMistake } from "./cron.ts";
import { parseDuration } from "./duration.ts";
import { listed } from "./listed.ts";
import type { RulePlace } from "./problem.ts";
import type { RuleDefinition } from "./rule.ts";
import { dataKeys } from "./word.ts";

/** When a rule hears of what it waits for. */
export interface Timing {
  /** Minutes after the time of what is on the calendar; below 0 before it, 0 at it. */
  offsetMinutes: number;
  /** Of time.scheduled: when it comes, by the person's clocks. */
  cron?: string;
  /** Of show.stalled: after how many minutes. */
  stalledMinutes?: number;
}

const dayMinutes = 24 * 60;

/** Calendars are read some 30 days ahead; what is told so long after is no news. */
const longestOffsetMinutes = 14 * dayMinutes;

const hasOffset = (type: EventType): boolean => dataKeys(type).has("offset_minutes");

/** A rule's timing, and what does not hold up of it. */
export function timingOf(
  { when }: RuleDefinition,
  types: readonly EventType[],
  scope: Scope | null,
): { timing: Timing; places: RulePlace[] } {
  const places: RulePlace[] = [];
  const timing: Timing = { offsetMinutes: 0 };
  if (when.offset !== undefined) {
    const message = offsetMistake(parseDuration(when.offset) / 60_000, types, scope);
    if (message === undefined) timing.offsetMinutes = parseDuration(when.offset) / 60_000;
    else places.push({ path: "when.offset", message });
  }
  const isTimed = types.includes("time.scheduled");
  const cronPlace = keyMistake("time.scheduled", isTimed, when.cron, (cron) => cronMistake(cron));
  if (cronPlace !== undefined) places.push({ path: "when.cron", message: cronPlace });
  else if (when.cron !== undefined) timing.cron = when.cron;

  const stalls = types.includes("show.stalled");
  const afterPlace = keyMistake("show.stalled", stalls, when.after, stallMistake);
  if (afterPlace !== undefined) places.push({ path: "when.after", message: afterPlace });
  else if (when.after !== undefined) timing.stalledMinutes = parseDuration(when.after) / 60_000;
  return { timing, places };
}

/** What is wrong with a key that one event type must have, and no other may. */
function keyMistake(
  type: EventType,
  isWaitedFor: boolean,
  value: string | undefined,
  mistake: (value: string) => string | undefined,
): string | undefined {
  if (!isWaitedFor) return value === undefined ? undefined : `it is for ${type} alone`;
  return value === undefined ? `it is missing: ${type} comes by it` : mistake(value);
}

function stallMistake(after: string): string | undefined {
  const minutes = parseDuration(after) / 60_000;
  if (!Number.isInteger(minutes)) return "it must be whole minutes";
  if (minutes < dayMinutes || minutes > 730 * dayMinutes) return "it must be from 1 day to two years";
  return undefined;
}

function offsetMistake(minutes: number, types: readonly EventType[], scope: Scope | null): string | undefined {
  const without = types.filter((type) => !hasOffset(type));
  if (without.length > 0)
    return `${listed(without)} ${without.length === 1 ? "has" : "have"} no offset: only what is on a calendar has a time to be early or late for`;
  if (!Number.isInteger(minutes)) return "it must be whole minutes";
  if (Math.abs(minutes) > longestOffsetMinutes) return "it may be at most 14 days";
  if (scope === "all" && !isShared(minutes))
    return "with the calendar of all it must be 15 or 30 minutes, whole hours up to a day, or whole days up to a week";
  return undefined;
}

/** Timers of the calendar of all are set for everybody: they come in few sizes, so that they stay few. */
function isShared(signed: number): boolean {
  const minutes = Math.abs(signed);
  if (minutes <= dayMinutes) return minutes === 15 || minutes === 30 || minutes % 60 === 0;
  return minutes <= 7 * dayMinutes && minutes % dayMinutes === 0;
}

/** The data of an event as it would come at the time that the rule wants it at, to try a rule on an example. */
export function atItsTime(timing: Timing, data: ChangeEvent["data"]): ChangeEvent["data"] {
  const { offsetMinutes, cron, stalledMinutes } = timing;
  return {
    ...data,
    ...(offsetMinutes === 0 || !("scope" in data || "airs_at" in data) ? {} : { offset_minutes: offsetMinutes }),
    ...(cron === undefined || !("cron" in data) ? {} : { cron }),
    ...(stalledMinutes === undefined || !("after_minutes" in data) ? {} : { after_minutes: stalledMinutes }),
  };
}

/** Whether an event came at the time that the rule wants it at. */
export function isInTime(timing: Timing, event: ChangeEvent): boolean {
  const { data } = event;
  if (event.type === "time.scheduled") return data["cron"] === timing.cron;
  if (event.type === "show.stalled") return data["after_minutes"] === timing.stalledMinutes;
  // A rule may wait for several types: these are early or late, the others have no time to be so.
  return (data["offset_minutes"] ?? 0) === timing.offsetMinutes;
}
