import * as z from "zod";
import { Progress, Show } from "../media.ts";
import { defineEvent } from "./define.ts";
import { exampleProgress, exampleShow } from "./examples.ts";

/** A line for a person of each thing, the first fifty; counts are of all. */
const Lines = z.array(z.string());

export const timeScheduled = defineEvent({
  type: "time.scheduled",
  family: "time",
  title: "A time of one's own",
  description:
    "A rule's cron has come, by the clocks of the person's own time zone; it tells what they watched and what aired since the time before it, and what airs until the next. Times missed while nothing ran come once.",
  about: "account",
  data: z.object({
    rule_id: z.string(),
    cron: z.string(),
    timezone: z.string(),
    /** The time before this one, a month ago at most. */
    from: z.string(),
    /** The time after this one, a month ahead at most. */
    until: z.string(),
    watched: Lines,
    watched_count: z.int(),
    episodes_watched: z.int(),
    movies_watched: z.int(),
    aired: Lines,
    aired_count: z.int(),
    airing: Lines,
    airing_count: z.int(),
  }),
  example: {
    rule_id: "rul_example",
    cron: "0 20 * * SUN",
    timezone: "Europe/Berlin",
    from: "2026-11-15T19:00:00.000Z",
    until: "2026-11-29T19:00:00.000Z",
    watched: ["Game of Thrones 2×08 The Prince of Winterfell", "Clerks III"],
    watched_count: 2,
    episodes_watched: 1,
    movies_watched: 1,
    aired: ["Sun 03:00 Game of Thrones 2×08 The Prince of Winterfell"],
    aired_count: 1,
    airing: ["Sun 03:00 Game of Thrones 2×09 Blackwater"],
    airing_count: 1,
  },
});

export const showStalled = defineEvent({
  type: "show.stalled",
  family: "time",
  title: "Show stalled",
  description:
    "A show that the person began has aired episodes left, and none was watched for as long as the rule says. Once for each time that they stop; dropped shows, and those hidden from the progress, do not count.",
  about: "show",
  data: z.object({ show: Show, after_minutes: z.int(), last_watched_at: z.string(), progress: Progress }),
  example: {
    show: exampleShow,
    after_minutes: 20_160,
    last_watched_at: "2026-11-06T20:10:00.000Z",
    progress: { ...exampleProgress, completed: 18, last_watched_at: "2026-11-06T20:10:00.000Z" },
  },
});
