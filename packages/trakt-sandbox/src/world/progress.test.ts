import { manualClock } from "@showrunner/core/clock.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createSandbox } from "../sandbox.ts";
import { startMs } from "../testing/caller.ts";
import type { World } from "../world.ts";

const dayMs = 86_400_000;

/** A person, and a show with as many episodes in its seasons as said; those of `unaired` more are still to air. */
function scene(counts: readonly number[], unaired: number): { world: World; show: number; episodes: number[] } {
  const { world } = createSandbox({ clock: manualClock(startMs) });
  world.addPerson({ username: "ada" });
  const show = world.addShow({ title: "Any" });
  const episodes: number[] = [];
  counts.forEach((count, at) => {
    const last = at === counts.length - 1;
    for (let number = 1; number <= count + (last ? unaired : 0); number++) {
      const aired = number <= count;
      const first_aired = aired ? startMs - (1000 - at * 50 - number) * dayMs : startMs + number * dayMs;
      const trakt = world.addEpisode(show, { season: at + 1, number, first_aired });
      if (aired) episodes.push(trakt);
    }
  });
  return { world, show, episodes };
}

const shows = fc.record({
  counts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  unaired: fc.nat(2),
});

test("who watches what is next each time has seen every aired episode in the end, in order", () => {
  fc.assert(
    fc.property(shows, ({ counts, unaired }) => {
      const { world, show, episodes } = scene(counts, unaired);
      const seen: number[] = [];
      for (let next = world.progress("ada", show).next; next !== null; next = world.progress("ada", show).next) {
        expect(seen).not.toContain(next.trakt);
        seen.push(next.trakt);
        world.watch("ada", { type: "episode", trakt: next.trakt });
        expect(world.progress("ada", show)).toMatchObject({ completed: seen.length, aired: episodes.length });
      }
      expect(seen).toEqual(episodes);
    }),
    { numRuns: 50 },
  );
});

test("whatever was watched, in whatever order: seasons add up, what is next comes after all of it, and a reset can be undone", () => {
  const plays = fc.array(fc.tuple(fc.nat(), fc.nat(365)), { maxLength: 12 });
  fc.assert(
    fc.property(shows, plays, ({ counts, unaired }, watched) => {
      const { world, show, episodes } = scene(counts, unaired);
      const done = new Set<number>();
      for (const [pick, daysAgo] of watched) {
        const trakt = episodes[pick % episodes.length] ?? 0;
        done.add(trakt);
        world.watch("ada", { type: "episode", trakt }, { watched_at: startMs - daysAgo * dayMs });
      }
      const progress = world.progress("ada", show);
      expect(progress.completed).toBe(done.size);
      expect(progress.seasons.reduce((sum, season) => sum + season.completed, 0)).toBe(done.size);
      expect(progress.seasons.reduce((sum, season) => sum + season.aired, 0)).toBe(episodes.length);
      const furthest = Math.max(-1, ...[...done].map((trakt) => episodes.indexOf(trakt)));
      expect(progress.last?.trakt).toBe(episodes[furthest]);
      expect(progress.next?.trakt).toBe(episodes[furthest + 1]);
      world.resetProgress("ada", show, { at: startMs + 1 });
      expect(world.progress("ada", show)).toMatchObject({ completed: 0, last: null, next: { trakt: episodes[0] } });
      world.undoReset("ada", show, { at: startMs + 2 });
      expect(world.progress("ada", show)).toEqual(progress);
    }),
    { numRuns: 50 },
  );
});
