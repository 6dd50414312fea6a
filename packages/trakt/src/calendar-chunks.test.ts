import * as fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { calendarChunks, readCalendar } from "./calendar-chunks.ts";
import type { TraktCalls } from "./client.ts";
import * as Calendars from "./contract/calendars.ts";

const dayMs = 86_400_000;
const from = Date.UTC(2026, 10, 20);
const dayAt = (days: number): string => new Date(from + days * dayMs).toISOString().slice(0, 10);

const Asked = z.object({ start_date: z.string(), days: z.number() });

/** Answers every call with what it makes of it. */
const answering = (answer: (asked: z.infer<typeof Asked>) => unknown): Pick<TraktCalls, "call"> => ({
  call: async (endpoint, input) => endpoint.reply.parse(answer(Asked.parse(endpoint.params.parse(input)))),
});
const show = { title: "Daily", ids: { trakt: 1 } };
const entry = (trakt: number): unknown => ({
  first_aired: new Date(from).toISOString(),
  episode: { season: 1, number: trakt, ids: { trakt } },
  show,
});

test("an episode that moves into the next chunk while it is read is there once", async () => {
  const calls = answering(({ start_date }) => (start_date === dayAt(0) ? [entry(7)] : [entry(7), entry(8)]));
  const read = await readCalendar(calls, Calendars.allShows, { start_date: dayAt(0), days: 40 });
  expect(read.map(({ episode }) => episode.ids.trakt)).toEqual([7, 8]);
});

test("chunks of any span touch each other, none is longer than Trakt takes, and together they are the span", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2000 }), async (days) => {
      const chunks = await Array.fromAsync(
        calendarChunks(
          answering(() => []),
          Calendars.allMovies,
          { start_date: dayAt(0), days },
        ),
      );
      let next = 0;
      for (const chunk of chunks) {
        expect(chunk.start_date).toBe(dayAt(next));
        expect(chunk.days).toBeGreaterThan(0);
        expect(chunk.days).toBeLessThanOrEqual(31);
        next += chunk.days;
      }
      expect(next).toBe(days);
    }),
  );
});
