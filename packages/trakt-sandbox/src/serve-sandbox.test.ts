import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock } from "@showrunner/core/clock.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { serveSandbox, type Served, type ServeOptions } from "./serve-sandbox.ts";
import { headers, known, startMs, told, type Told } from "./testing/caller.ts";

const machine = manualClock(startMs);
const hourMs = 3_600_000;
const served: Served[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "served-"));
});

afterEach(async () => {
  await Promise.all(served.splice(0).map((one) => one.close()));
  rmSync(folder, { recursive: true });
});

async function serve(options: Partial<ServeOptions> = {}): Promise<Served> {
  const one = await serveSandbox({ machine, behaviour: { limits: false }, ...options });
  served.push(one);
  return one;
}

async function control(one: Served, method: string, path: string, body?: unknown): Promise<Told> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  return told(await fetch(`${one.url}/sandbox${path}`, init));
}

const nowOf = async (one: Served) =>
  z.object({ now: z.string() }).parse((await control(one, "GET", "/clock")).body).now;

test("time is moved, and what hangs on it follows: codes expire, episodes air", async () => {
  const one = await serve({ startMs: Date.parse("2012-06-08T00:00:00Z") });
  one.sandbox.world.addPerson({ username: "ada" });
  const { access_token } = one.sandbox.world.issueTokens("ada");
  const calendar = async () =>
    told(
      await fetch(`${one.url}/shows/utopia/last_episode`, {
        headers: { ...headers, authorization: `Bearer ${access_token}` },
      }),
    );
  expect((await calendar()).status).toBe(204);
  const moved = await control(one, "POST", "/clock", { to: "2013-01-20T00:00:00Z", speed: 0 });
  expect([moved.status, moved.body]).toEqual([200, { now: "2013-01-20T00:00:00.000Z", speed: 0 }]);
  const later = one.sandbox.world.issueTokens("ada").access_token;
  const aired = await told(
    await fetch(`${one.url}/shows/utopia/last_episode`, {
      headers: { ...headers, authorization: `Bearer ${later}` },
    }),
  );
  expect([aired.status, aired.body]).toMatchObject([200, { season: 1, number: 1 }]);
  expect((await calendar()).status).toBe(401);
});

test("a moved clock is kept through a restart, and goes on as if it had not stopped", async () => {
  const journalPath = join(folder, "journal.jsonl");
  const first = await serve({ journalPath, startMs: Date.parse("2012-06-08T00:00:00Z") });
  expect(first.sandbox.isContinued).toBe(false);
  await control(first, "POST", "/clock", { advance: "1d12h" });
  expect(await nowOf(first)).toBe("2012-06-09T12:00:00.000Z");
  await first.close();
  await machine.advance(hourMs);
  const second = await serve({ journalPath, startMs: Date.parse("2012-06-08T00:00:00Z") });
  expect(second.sandbox.isContinued).toBe(true);
  expect(await nowOf(second)).toBe("2012-06-09T13:00:00.000Z");
  const third = await serve({ journalPath, speed: 60 });
  expect(third.sandbox.time.speed()).toBe(60);
});

test("time does not go back, and a clock of somebody else's is left alone: 400 and 409 say why", async () => {
  const one = await serve();
  const back = await control(one, "POST", "/clock", { to: "2001-01-01" });
  expect([back.status, back.body]).toMatchObject([400, { error: "sandbox.clock_backwards" }]);
  for (const wrong of [
    {},
    { advance: "soon" },
    { advance: -1 },
    { speed: -1 },
    { to: "noon" },
    { advance: 1, to: "2030-01-01" },
  ]) {
    expect((await control(one, "POST", "/clock", wrong)).status).toBe(400);
  }
  expect(await nowOf(one)).toBe(new Date(machine.now()).toISOString());
});

test("a reset goes back to the seed: world, journal, time, faults, behaviour and counts", async () => {
  const journalPath = join(folder, "journal.jsonl");
  const start = Date.parse("2012-06-08T00:00:00Z");
  const one = await serve({ journalPath, seed: 7, startMs: start, speed: 0 });
  const fresh = readFileSync(journalPath, "utf8");
  const live = async (): Promise<unknown> => {
    await control(one, "POST", "/people", { people: [{ username: "ada" }], tokens: true });
    await control(one, "POST", "/happenings", {
      happenings: [
        { do: "watch", username: "ada", item: "movie:7" },
        { do: "addShow", show: { title: "Made up" } },
      ],
    });
    await control(one, "POST", "/faults", { name: "500", share: 0.5 });
    await control(one, "POST", "/clock", { advance: "2h" });
    const state = (await control(one, "GET", "/state")).body;
    return { state, journal: readFileSync(journalPath, "utf8").replaceAll(/"startedMs":\d+/g, "") };
  };
  const before = await live();
  await control(one, "PATCH", "/behaviour", { lagMs: 5000 });
  expect((await control(one, "POST", "/reset")).body).toEqual({ now: "2012-06-08T00:00:00.000Z", speed: 0 });
  expect(readFileSync(journalPath, "utf8")).toBe(fresh);
  expect((await control(one, "GET", "/state")).body).toMatchObject({
    people: 0,
    requests: {},
    faults: { active: [], struck: {} },
    behaviour: { lagMs: 0, limits: false },
  });
  // The same again gives the same, tokens and all: nothing was left over.
  expect(await live()).toEqual(before);
  await one.close();
  expect((await serve({ journalPath })).sandbox.world.history("ada")).toHaveLength(1);
});

test("an export begins another world like it, at the time that it had; a reset there goes back to it", async () => {
  const one = await serve({ startMs: Date.parse("2012-06-08T00:00:00Z"), speed: 0 });
  one.sandbox.world.addPerson({ username: "ada" });
  one.sandbox.world.watch("ada", known.starWars);
  const { access_token } = one.sandbox.world.issueTokens("ada");
  await control(one, "POST", "/clock", { advance: "3h" });
  const fromPath = join(folder, "world.jsonl");
  writeFileSync(fromPath, (await control(one, "GET", "/export")).text);
  const other = await serve({ fromPath, journalPath: join(folder, "other.jsonl") });
  expect(await nowOf(other)).toBe("2012-06-08T03:00:00.000Z");
  expect(other.sandbox.world.history("ada")).toEqual(one.sandbox.world.history("ada"));
  const me = await fetch(`${other.url}/users/me`, {
    headers: { ...headers, authorization: `Bearer ${access_token}` },
  });
  expect(me.status).toBe(200);
  other.sandbox.world.watch("ada", known.memento);
  await control(other, "POST", "/reset");
  expect(other.sandbox.world.history("ada")).toHaveLength(1);
});

test("the demo's people live on as time is moved, and begin anew with a reset", async () => {
  const one = await serve({ demo: "lively", speed: 0 });
  const people = one.sandbox.world.people().map(({ username }) => username);
  expect(people.length).toBeGreaterThan(3);
  const plays = () => people.reduce((sum, username) => sum + one.sandbox.world.history(username).length, 0);
  const before = plays();
  await control(one, "POST", "/clock", { advance: "1d" });
  const after = plays();
  expect(after).toBeGreaterThan(before);
  await control(one, "POST", "/reset");
  expect(plays()).toBe(before);
  await control(one, "POST", "/clock", { advance: "1d" });
  expect(plays()).toBe(after);
});

test("the demo's people live on by the clock, without anybody moving it", async () => {
  const one = await serve({ demo: "lively", speed: 60 });
  const plays = () =>
    one.sandbox.world.people().reduce((sum, { username }) => sum + one.sandbox.world.history(username).length, 0);
  const before = plays();
  for (let minute = 0; minute < 30 && plays() === before; minute++) await machine.advance(60_000);
  expect(plays()).toBeGreaterThan(before);
});

test("June 2012 is there at its own time, with tokens of those who are named, and again after a reset", async () => {
  const one = await serve({ demo: "june-2012", people: ["june"], speed: 0 });
  const seen = () => ({
    people: one.sandbox.world.people().map(({ username }) => username),
    plays: one.sandbox.world.history("june").length,
    token: one.tokens["june"],
  });
  expect(await nowOf(one)).toBe("2012-06-08T12:00:00.000Z");
  const begun = seen();
  expect(begun).toEqual({
    people: ["june", "otto", "wren"],
    plays: 115,
    token: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  await control(one, "POST", "/clock", { advance: "3d" });
  one.sandbox.world.watch("june", known.starWars);
  await control(one, "POST", "/reset");
  expect(await nowOf(one)).toBe("2012-06-08T12:00:00.000Z");
  expect(seen()).toEqual(begun);
});

test("a world that another program keeps its notes in is not reset under it", async () => {
  const one = await serve();
  one.sandbox.world.setNote("theirs", "page 7");
  const refused = await control(one, "POST", "/reset");
  expect([refused.status, refused.body]).toMatchObject([409, { error: "sandbox.in_use" }]);
  expect(one.sandbox.world.note("theirs")).toBe("page 7");
});

test("a journal that cannot be written, and an export that is none, are Problems that name the file", async () => {
  await expect(serve({ journalPath: join(folder, "no", "journal.jsonl") })).rejects.toMatchObject({
    code: "sandbox.journal_unwritable",
  });
  await expect(serve({ fromPath: join(folder, "none.jsonl") })).rejects.toMatchObject({
    code: "sandbox.journal_unreadable",
  });
  writeFileSync(join(folder, "other.jsonl"), '{"not":"an op"}\n');
  await expect(serve({ fromPath: join(folder, "other.jsonl") })).rejects.toThrow(/line 1 of .*other\.jsonl/);
});
