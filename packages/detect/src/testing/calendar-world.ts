import * as fc from "fast-check";
import type { CalendarRow, CalendarWindow } from "../calendar.ts";
import { minute } from "./drafts.ts";
import { anEpisode, aShow } from "./things.ts";

/** What happens to a person's calendar, how many hours later, and whether it is polled then. */
export interface CalendarStep {
  does: "announce" | "move" | "withdraw" | "wait";
  n: number;
  /** To when it is announced or moved: hours from then, before now too. */
  aheadHours: number;
  afterHours: number;
  polled: boolean;
  /** Trakt's days are not ours: a read may give rows beyond its window. */
  beyondHours: number;
}

export const calendarSteps = fc.array(
  fc.record({
    does: fc.constantFrom<CalendarStep["does"][]>("announce", "announce", "move", "move", "withdraw", "wait"),
    n: fc.nat(5),
    aheadHours: fc.integer({ min: -30, max: 24 * 40 }),
    afterHours: fc.integer({ min: 0, max: 24 * 12 }),
    polled: fc.boolean(),
    beyondHours: fc.constantFrom(0, 0, 36),
  }),
  { maxLength: 30 },
);

/** When each episode airs, in hours; an episode that is not on the calendar is not in it. */
export type Airtimes = ReadonlyMap<number, number>;

export interface CalendarState {
  hour: number;
  airs: Airtimes;
  step: CalendarStep;
}

export function calendarStates(steps: readonly CalendarStep[], startHour: number, from: Airtimes): CalendarState[] {
  let hour = startHour;
  let airs = new Map(from);
  return steps.map((step) => {
    hour += step.afterHours;
    airs = new Map(airs);
    const to = hour + step.aheadHours;
    if (step.does === "announce" || (step.does === "move" && airs.has(step.n))) airs.set(step.n, to);
    if (step.does === "withdraw") airs.delete(step.n);
    return { hour, airs, step };
  });
}

export const hourOf = (hour: number): string => minute(hour * 60);

/** Two seasons of three, of which the first of each premieres. */
export function calendarRow(n: number, airsHour: number): CalendarRow {
  return {
    kind: "episode",
    show: aShow(1390),
    episode: anEpisode(1 + Math.floor(n / 3), 1 + (n % 3)),
    airs_at: hourOf(airsHour),
  };
}

export const windowAt = (hour: number): CalendarWindow => ({ from: hourOf(hour - 24), to: hourOf(hour + 24 * 30) });

export function isInWindow(hour: number, airsHour: number): boolean {
  return airsHour >= hour - 24 && airsHour < hour + 24 * 30;
}

/** What the person's calendar answers. */
export function readCalendar({ hour, airs, step }: CalendarState): CalendarRow[] {
  return [...airs]
    .filter(
      ([, at]) =>
        isInWindow(hour, at) || isInWindow(hour - step.beyondHours, at) || isInWindow(hour + step.beyondHours, at),
    )
    .map(([n, at]) => calendarRow(n, at));
}
