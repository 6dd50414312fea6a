import { Problem } from "@showrunner/core/errors.ts";
import * as z from "zod";
import { nearestName } from "./near-names.ts";

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** Ten years: what is further away is a slip of the finger. */
const longestMs = 3_650 * dayMs;

const unitMs: ReadonlyMap<string, number> = new Map(
  Object.entries({
    s: secondMs,
    sec: secondMs,
    second: secondMs,
    seconds: secondMs,
    m: minuteMs,
    min: minuteMs,
    mins: minuteMs,
    minute: minuteMs,
    minutes: minuteMs,
    h: hourMs,
    hr: hourMs,
    hrs: hourMs,
    hour: hourMs,
    hours: hourMs,
    d: dayMs,
    day: dayMs,
    days: dayMs,
    w: weekMs,
    week: weekMs,
    weeks: weekMs,
  }),
);

/** ISO 8601 durations of weeks, days, hours, minutes and seconds; months and years are of no fixed length. */
const iso = /^P(?=.)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/i;
const part = /^(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]{1,16})(?:\s*,\s*|\s+and\s+|\s+|(?=\d)|$)/i;

/** The text is no duration; the hint says what would be one. */
export class DurationProblem extends Problem {
  /** What was probably meant, such as `30m`. */
  readonly suggestion: string | undefined;

  constructor(message: string, suggestion?: string) {
    const example = "Write it as 30m, 2h, 3 days, 1h 30m, or PT30M.";
    super({
      code: "duration.invalid",
      message,
      hint: suggestion === undefined ? example : `Did you mean ${suggestion}? ${example}`,
    });
    this.suggestion = suggestion;
  }
}

/**
 * A duration in milliseconds: `30m`, `2h`, `3 days`, `1h 30m`, `1.5 hours`, or ISO 8601 (`PT30M`, `P3D`), with a sign
 * where it may be on either side of a moment: `-30m`. A day is 24 hours.
 *
 * @throws DurationProblem (`duration.invalid`) with a suggestion where one is near.
 */
export function parseDuration(text: string): number {
  const trimmed = text.trim();
  if (trimmed.length > 60) throw new DurationProblem("a duration may be at most 60 characters long");
  const sign = trimmed.startsWith("-") ? -1 : 1;
  const unsigned = /^[-+]/.test(trimmed) ? trimmed.slice(1).trim() : trimmed;
  if (unsigned === "") throw new DurationProblem("a duration must not be empty");
  const ms = sign * (/^p/i.test(unsigned) ? isoMs(unsigned) : wordsMs(unsigned, sign === -1 ? "-" : ""));
  if (Math.abs(ms) > longestMs) throw new DurationProblem(`${trimmed} is longer than ten years`);
  // `-0` would be another key than `0`.
  return Math.round(ms) || 0;
}

function isoMs(text: string): number {
  const found = iso.exec(text);
  if (found === null)
    throw new DurationProblem(
      /^P\d+[YM]/i.test(text)
        ? `${text} counts months or years, which differ in length: count days or weeks`
        : `${text} is no ISO 8601 duration`,
    );
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((digits) => Number(digits ?? 0));
  return (
    (weeks ?? 0) * weekMs +
    (days ?? 0) * dayMs +
    (hours ?? 0) * hourMs +
    (minutes ?? 0) * minuteMs +
    (seconds ?? 0) * secondMs
  );
}

function wordsMs(text: string, sign: string): number {
  let rest = text;
  let ms = 0;
  while (rest !== "") {
    const found = part.exec(rest);
    if (found === null) {
      const number = /^\d{1,9}$/.exec(rest);
      throw number === null
        ? new DurationProblem(`"${text}" is no duration`)
        : new DurationProblem(`${rest} has no unit`, `${sign}${rest}m`);
    }
    const [whole, amount = "", unit = ""] = found;
    const each = unitMs.get(unit.toLowerCase());
    if (each === undefined) {
      const near = nearestName(unit, unitMs.keys());
      throw new DurationProblem(
        `there is no unit ${unit}: there are s, m, h, d and w`,
        near === undefined ? undefined : `${sign}${amount} ${near}`,
      );
    }
    ms += Number(amount) * each;
    rest = rest.slice(whole.length);
  }
  return ms;
}

/** A duration as people write it, kept as written; `parseDuration` gives its milliseconds. */
export const Duration = z
  .string()
  .max(60)
  .superRefine((text, check) => {
    try {
      parseDuration(text);
    } catch (error) {
      if (!(error instanceof DurationProblem)) throw error;
      const meant = error.suggestion === undefined ? "" : `; did you mean ${error.suggestion}?`;
      check.addIssue({ code: "custom", message: `${error.message}${meant}` });
    }
  })
  .describe("A duration such as 30m, 2h, 3 days or PT30M.");
export type Duration = z.infer<typeof Duration>;
