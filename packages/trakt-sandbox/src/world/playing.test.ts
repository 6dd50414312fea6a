import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "@showrunner/core/clock.ts";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "../sandbox.ts";
import { known, startMs } from "../testing/caller.ts";
import type { World } from "../world.ts";

const folder = mkdtempSync(join(tmpdir(), "playing-"));
let journals = 0;

afterAll(() => rmSync(folder, { recursive: true }));

const minuteMs = 60_000;
const { starWars, memento, winterIsComing } = known;
const playable = fc.constantFrom(starWars, memento, winterIsComing);

type Act = (world: World) => unknown;
const act: fc.Arbitrary<Act> = fc.oneof(
  playable.map((item) => (world: World) => world.checkIn("ada", item)),
  fc.constant((world: World) => world.stopWatching("ada")),
  playable.map((item) => (world: World) => world.startWatching("ada", item, 30)),
  fc.tuple(playable, fc.nat(99)).map(
    ([item, progress]) =>
      (world: World) =>
        world.pause("ada", item, progress),
  ),
  playable.map((item) => (world: World) => world.watch("ada", item, { action: "scrobble" })),
  playable.map((item) => (world: World) => world.watchlistAdd("ada", item)),
  fc
    .constantFrom({}, { media_type: "dvd" }, { resolution: "hd_720p" })
    .map((copy) => (world: World) => world.collectAll("ada", [["movie:7", startMs, copy]])),
  fc.string().map((description) => (world: World) => world.describeShelf("ada", "watchlist", { description })),
);
const acts = fc.array(fc.tuple(act, fc.integer({ min: 0, max: 90 })), { maxLength: 25 });

/** Lives through them, some minutes after each. */
async function live(sandbox: Sandbox, clock: ReturnType<typeof manualClock>, all: readonly [Act, number][]) {
  sandbox.world.addPerson({ username: "ada" });
  for (const [one, minutes] of all) {
    one(sandbox.world);
    await clock.advance(minutes * minuteMs);
  }
}

const truth = ({ world }: Sandbox): unknown => [
  world.history("ada"),
  world.playbackIds("ada"),
  world.watchlist("ada"),
  world.collection("ada"),
];

test("whatever is played, paused, checked in and cancelled, the journal gives the same world again", async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (all) => {
      const clock = manualClock(startMs);
      const journalPath = join(folder, String(journals++));
      const before = createSandbox({ clock, journalPath });
      await live(before, clock, all);
      const was = truth(before);
      await before.close();
      const after = createSandbox({ clock, journalPath });
      expect(truth(after)).toEqual(was);
      await after.close();
    }),
    { numRuns: 25 },
  );
});

test("ids of plays are never given twice, and what was watched is off the watchlist until it is put there again", async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (all) => {
      const clock = manualClock(startMs);
      const sandbox = createSandbox({ clock });
      await live(sandbox, clock, all);
      await clock.advance(300 * minuteMs);
      const ids = sandbox.world.history("ada").map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const lists = sandbox.world.watchlist("ada").map(({ item, listed_at }) => ({ item, at: Date.parse(listed_at) }));
      for (const { item, added_at } of sandbox.world.history("ada"))
        for (const one of lists)
          if (JSON.stringify(one.item) === JSON.stringify(item))
            expect(one.at).toBeGreaterThanOrEqual(Date.parse(added_at));
      await sandbox.close();
    }),
    { numRuns: 40 },
  );
});
