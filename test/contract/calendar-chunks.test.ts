import { readCalendar, calendarChunks } from "@showrunner/trakt/calendar-chunks.ts";
import * as Calendars from "@showrunner/trakt/contract/calendars.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, today } from "./stage.ts";

const dayMs = 86_400_000;
const from = Math.floor(today / dayMs) * dayMs;
const dayAt = (days: number): string => new Date(from + days * dayMs).toISOString().slice(0, 10);

let stage: Awaited<ReturnType<typeof openStage>>;

beforeAll(async () => {
  stage = await openStage({ catalogue: { shows: [], movies: [] } });
  const episodes = Array.from({ length: 200 }, (_, at) => ({
    season: 1,
    number: at + 1,
    first_aired: from + at * dayMs,
  }));
  stage.world.addShow({ title: "Daily", episodes });
});
afterAll(() => stage.close());

test.each([1, 31, 32, 33, 62, 63, 150])("%i days are all there, each once, in their order", async (days) => {
  const read = await readCalendar(stage.trakt, Calendars.allShows, { start_date: dayAt(0), days });
  expect(read.map(({ episode }) => episode.number)).toEqual(Array.from({ length: days }, (_, at) => at + 1));
});

test("what else a calendar takes is asked of every chunk", async () => {
  const span = { start_date: dayAt(0), days: 70, extended: "full" as const };
  const read = await readCalendar(stage.trakt, Calendars.allShows, span);
  expect(read.map(({ episode }) => episode.first_aired)).toEqual(
    Array.from({ length: 70 }, (_, at) => new Date(from + at * dayMs).toISOString()),
  );
});

test("chunks are asked for when they are wanted, and no sooner", async () => {
  const before = stage.trakt.calls();
  for await (const chunk of calendarChunks(stage.trakt, Calendars.allShows, { start_date: dayAt(0), days: 150 })) {
    expect(chunk).toMatchObject({ start_date: dayAt(0), days: 31 });
    break;
  }
  expect(stage.trakt.calls() - before).toBe(1);
});

test.each([
  [{ start_date: dayAt(0), days: 0 }],
  [{ start_date: dayAt(0), days: -40 }],
  [{ start_date: dayAt(0), days: 40.5 }],
  [{ start_date: "20-11-2026", days: 40 }],
])("%j is refused before anything is sent", async (span) => {
  const before = stage.trakt.calls();
  await expect(readCalendar(stage.trakt, Calendars.allShows, span)).rejects.toMatchObject({ kind: "validation" });
  expect(stage.trakt.calls()).toBe(before);
});
