import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { known, startMs, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox();
});

afterEach(() => sandbox.close());

const minuteMs = 60_000;
const { starWars, memento } = known;
const movie = { ids: { trakt: starWars.trakt } };
const Id = z.object({ id: z.int() });

const checkIn = (body: object) => sandbox.post("ada", "/checkin", body);
const history = () => sandbox.call("ada", "/sync/history");
const watching = () => sandbox.call(null, "/users/ada/watching");

test("a check-in is watching for the runtime, and then a play of the id that was answered", async () => {
  sandbox.world.watchlistAdd("ada", starWars);
  await sandbox.clock.advance(12_000);
  const answer = await checkIn({ movie, sharing: { tumblr: true }, message: "at last", venue_name: "home" });
  expect([answer.status, answer.body]).toMatchObject([
    201,
    {
      watched_at: new Date(startMs).toISOString(),
      sharing: { twitter: false, tumblr: true },
      movie: { title: "Star Wars" },
    },
  ]);
  const { id } = Id.parse(answer.body);
  expect((await watching()).body).toMatchObject({ action: "checkin", movie: { title: "Star Wars" } });
  expect((await history()).body).toEqual([]);
  const before = await sandbox.call("ada", "/sync/last_activities");

  await sandbox.clock.advance(121 * minuteMs);
  expect((await sandbox.call("ada", "/sync/last_activities")).body).not.toEqual(before.body);
  expect((await watching()).status).toBe(204);
  expect((await history()).body).toMatchObject([
    { id, action: "checkin", type: "movie", watched_at: new Date(startMs).toISOString() },
  ]);
  expect((await sandbox.call("ada", "/sync/watchlist")).body).toEqual([]);
});

test("one at a time: another is refused with 409 and when it may be tried again", async () => {
  await checkIn({ movie });
  const other = { movie: { ids: { trakt: memento.trakt } } };
  const refused = await checkIn(other);
  expect([refused.status, refused.body]).toEqual([
    409,
    { expires_at: new Date(startMs + 121 * minuteMs).toISOString() },
  ]);
  await sandbox.clock.advance(121 * minuteMs);
  expect((await checkIn(other)).status).toBe(201);
  expect(sandbox.world.history("ada")).toMatchObject([{ item: starWars, action: "checkin" }]);
});

test("one that is cancelled never becomes a play, and makes room for another", async () => {
  await checkIn({ movie });
  expect((await sandbox.call("ada", "/checkin", { method: "DELETE" })).status).toBe(204);
  expect((await watching()).status).toBe(204);
  await sandbox.clock.advance(300 * minuteMs);
  expect((await history()).body).toEqual([]);
  expect((await checkIn({ movie })).status).toBe(201);
});

test("cancelling without one is 204 as well, and does not end what a player plays", async () => {
  await sandbox.post("ada", "/scrobble/start", { movie, progress: 5 });
  expect((await sandbox.call("ada", "/checkin", { method: "DELETE" })).status).toBe(204);
  expect((await watching()).body).toMatchObject({ action: "scrobble" });
});

test("a player that starts takes the place of a check-in; one that stops leaves it alone", async () => {
  await checkIn({ movie });
  await sandbox.post("ada", "/scrobble/stop", { movie: { ids: { trakt: memento.trakt } }, progress: 40 });
  expect((await watching()).body).toMatchObject({ action: "checkin" });
  await sandbox.post("ada", "/scrobble/start", { movie, progress: 5 });
  await sandbox.clock.advance(300 * minuteMs);
  expect((await history()).body).toEqual([]);
});

test("what is unknown is 404, and a body of another shape 422", async () => {
  expect((await checkIn({ movie: { ids: { trakt: 5 } } })).status).toBe(404);
  expect((await checkIn({ show: movie })).status).toBe(422);
});

test("a check-in outlives the process: it is a play when its time is over, once", async () => {
  await sandbox.close();
  const journalPath = join(mkdtempSync(join(tmpdir(), "checkin-")), "journal");
  sandbox = await testSandbox({ journalPath });
  const { id } = Id.parse((await checkIn({ movie })).body);
  const afterRestart = async () => {
    await sandbox.close();
    sandbox = await testSandbox({ journalPath, people: [] });
    await sandbox.clock.advance(300 * minuteMs);
    return sandbox.world.history("ada").map((play) => [play.id, play.action, play.added_at]);
  };
  const once = [[id, "checkin", new Date(startMs + 121 * minuteMs).toISOString()]];
  expect(await afterRestart()).toEqual(once);
  expect(await afterRestart()).toEqual(once);
});
