import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "@showrunner/core/clock.ts";
import * as fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { Happening, perform } from "./control/happenings.ts";
import { createSandbox, type Sandbox } from "./sandbox.ts";
import { known, startMs } from "./testing/caller.ts";

const folders: string[] = [];

function newJournal(): string {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  folders.push(folder);
  return join(folder, "journal.jsonl");
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const open = (journalPath: string, clock = manualClock(startMs)): Sandbox => createSandbox({ clock, journalPath });

/** All that a person could tell of the world. */
function truth({ world }: Sandbox): unknown {
  return world.people().map((person) => ({
    person,
    history: world.history(person.username),
    watchlist: world.watchlist(person.username),
    favorites: world.favorites(person.username),
    collection: world.collection(person.username),
    dropped: world.hidden(person.username, "dropped"),
    hidden: world.hidden(person.username, "progress_watched"),
    ratings: world.ratings(person.username),
    lists: world.lists(person.username),
    progress: world.progress(person.username, known.gameOfThrones.trakt),
    shows: world.shows().filter((show) => show.trakt > 910_000_000 || show.trakt === known.gameOfThrones.trakt),
    writes: world.writes(person.username),
  }));
}

const item = fc.constantFrom(...Object.values(known));
const username = fc.constantFrom("ada", "bo");
const shelves = fc.constantFrom(
  "watchlistAdd",
  "watchlistRemove",
  "favorite",
  "unfavorite",
  "collect",
  "uncollect",
  "drop",
  "undrop",
  "unrate",
);
const happening = fc
  .oneof(
    fc.record({ do: fc.constant("watch"), username, item }),
    fc.record({ do: shelves, username, item }),
    fc.record({ do: fc.constant("rate"), username, item, rating: fc.integer({ min: 1, max: 10 }) }),
    fc.record({ do: fc.constantFrom("hide", "unhide"), username, item, section: fc.constant("progress_watched") }),
    fc.record({ do: fc.constant("resetProgress"), username, show: fc.constant(known.gameOfThrones.trakt) }),
    fc.record({ do: fc.constant("startWatching"), username, item, minutes: fc.integer({ min: 1, max: 90 }) }),
    fc.record({ do: fc.constant("pause"), username, item: fc.constant(known.starWars), progress: fc.nat(99) }),
    fc.record({ do: fc.constant("createList"), username, name: fc.string() }),
    fc.record({ do: fc.constant("issueTokens"), username }),
    fc.record({ do: fc.constant("disconnectApp"), username }),
    fc.record({ do: fc.constant("setVip"), username, vip: fc.boolean() }),
    fc.record({ do: fc.constant("setAccount"), username, standing: fc.constantFrom("open", "locked", "deactivated") }),
    fc.record({
      do: fc.constant("setStatus"),
      show: fc.constant(known.gameOfThrones.trakt),
      status: fc.constantFrom("ended", "returning series"),
    }),
    fc.record({
      do: fc.constant("reschedule"),
      episode: fc.constant(known.winterIsComing.trakt),
      first_aired: fc.constantFrom(null, "2026-12-01T20:00:00Z"),
    }),
    fc.record({
      do: fc.constant("addEpisode"),
      show: fc.constant(known.gameOfThrones.trakt),
      episode: fc.record({
        season: fc.integer({ min: 8, max: 10 }),
        number: fc.integer({ min: 1, max: 8 }),
        first_aired: fc.constantFrom(null, "2026-11-01T20:00:00Z"),
      }),
    }),
    fc.record({ do: fc.constant("addShow"), show: fc.record({ title: fc.string() }) }),
  )
  .map((one) => Happening.parse(one));

test("a world replayed from its journal is the world that was: any happenings, in any order", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(happening, fc.nat(5000)), { maxLength: 60 }), (happenings) => {
      const journal = newJournal();
      const live = open(journal);
      live.world.addPerson({ username: "ada" });
      live.world.addPerson({ username: "bo", vip: true });
      let at = startMs;
      for (const [one, afterMs] of happenings) {
        at += afterMs;
        perform(live.world, { ...one, at });
      }
      const again = open(journal);
      expect(truth(again)).toEqual(truth(live));
      // What comes next is the same, too: ids and tokens go on from where they were.
      expect(again.world.issueTokens("ada")).toEqual(live.world.issueTokens("ada"));
      expect(again.world.watch("bo", known.starWars)).toEqual(live.world.watch("bo", known.starWars));
    }),
    { numRuns: 60 },
  );
});

test("activities come back as they were, and go on rising", async () => {
  const journal = newJournal();
  const live = open(journal);
  live.world.addPerson({ username: "ada" });
  for (let turn = 0; turn < 5; turn++) live.world.watchlistAdd("ada", known.starWars);
  live.world.watch("ada", known.starWars);
  const read = async (sandbox: Sandbox): Promise<string> => {
    const { access_token } = sandbox.world.issueTokens("ada");
    const request = new Request("http://127.0.0.1/sync/last_activities", {
      headers: {
        "content-type": "application/json",
        "trakt-api-key": "test",
        "trakt-api-version": "2",
        "user-agent": "ShowrunnerTest/1.0",
        authorization: `Bearer ${access_token}`,
      },
    });
    return (await sandbox.fetch(request)).text();
  };
  expect(await read(open(journal))).toEqual(await read(live));
});

test("a code that a browser carries outlives a restart, and its use does, too", () => {
  const journal = newJournal();
  const asked = { username: "ada", client: "app", redirectUri: "https://app.example/", challenge: null };
  const first = open(journal);
  first.world.addPerson({ username: "ada" });
  const code = first.world.issueCode(asked);
  const second = open(journal);
  const kept = second.world.code(code);
  expect(kept).toMatchObject({ who: "ada", client: "app" });
  if (kept !== undefined) second.world.redeemCode(kept);
  expect(open(journal).world.code(code)).toBeUndefined();
});

test("a line that was torn off when the process was killed is cut away, and the world goes on", () => {
  const journal = newJournal();
  const live = open(journal);
  live.world.addPerson({ username: "ada" });
  appendFileSync(journal, '{"kind":"plays.added","at":17');
  const again = open(journal);
  again.world.watchlistAdd("ada", known.starWars);
  expect(truth(open(journal))).toEqual(truth(again));
  expect(open(journal).world.watchlist("ada")).toHaveLength(1);
});

test("a spoilt line anywhere else is told of, with its number", () => {
  const journal = newJournal();
  open(journal).world.addPerson({ username: "ada" });
  const [first, ...rest] = readFileSync(journal, "utf8").split("\n");
  writeFileSync(journal, [first, '{"kind":"nonsense"}', ...rest].join("\n"));
  expect(() => open(journal)).toThrow(/line 2 of .* is no op/);
});

test("what happens together is one line: after a crash all of it is there, or nothing", () => {
  const journal = newJournal();
  const { world } = open(journal);
  world.addPerson({ username: "ada" });
  const linesBefore = readFileSync(journal, "utf8").split("\n").length;
  world.together(() => {
    world.watch("ada", known.starWars);
    world.rate("ada", known.starWars, 9);
    world.setNote("where", "after star wars");
  });
  expect(readFileSync(journal, "utf8").split("\n").length).toBe(linesBefore + 1);
  expect(open(journal).world.note("where")).toBe("after star wars");
});
