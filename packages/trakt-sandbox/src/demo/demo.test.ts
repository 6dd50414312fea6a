import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualClock, type ManualClock } from "@showrunner/core/clock.ts";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { createSandbox, type Sandbox } from "../sandbox.ts";
import { headers, startMs } from "../testing/caller.ts";
import { createLife, type Life } from "./life.ts";
import { demoPeople } from "./people.ts";
import { seedDemo } from "./seed.ts";
import { dayMs, hourMs, minuteMs } from "./timetable.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

interface Demo {
  sandbox: Sandbox;
  clock: ManualClock;
  life: Life;
}

function demo(options: { journalPath?: string; atMs?: number } = {}): Demo {
  const clock = manualClock(options.atMs ?? startMs);
  const sandbox = createSandbox({ clock, journalPath: options.journalPath });
  if (sandbox.world.people().length === 0) seedDemo(sandbox);
  return { sandbox, clock, life: createLife(sandbox, { seed: 1 }) };
}

async function live({ clock, life }: Demo, forMs: number, stepMs: number): Promise<number> {
  let happenings = 0;
  for (let passedMs = 0; passedMs < forMs; passedMs += stepMs) {
    await clock.advance(stepMs);
    happenings += life.runUntil(clock.now());
  }
  return happenings;
}

/** `velvet-otter:230892` for each show that is over and that a person has watched to its end. */
function completed({ sandbox: { world } }: Demo): Set<string> {
  const over = world.shows().filter(({ status }) => status === "ended" || status === "canceled");
  return new Set(
    demoPeople.flatMap(({ username }) =>
      over
        .filter(({ trakt }) => {
          const { aired, completed: seen } = world.progress(username, trakt);
          return aired > 0 && aired === seen;
        })
        .map(({ trakt }) => `${username}:${trakt}`),
    ),
  );
}

function truth({ sandbox: { world } }: Demo): unknown {
  return {
    people: demoPeople.map(({ username }) => ({
      history: world.history(username),
      watchlist: world.watchlist(username),
      ratings: world.ratings(username),
      dropped: world.hidden(username, "dropped"),
      chapter: world.note(`demo:${username}`),
    })),
    shows: world.shows(),
    news: world.note("demo:news"),
  };
}

async function calendar({ sandbox }: Demo, path: string): Promise<unknown[]> {
  const { access_token } = sandbox.world.issueTokens(demoPeople[0]?.username ?? "");
  const request = new Request(`http://127.0.0.1/calendars/${path}`, {
    headers: { ...headers, authorization: `Bearer ${access_token}` },
  });
  return z.array(z.unknown()).parse(await (await sandbox.fetch(request)).json());
}

test("within an hour there is a premiere on everybody's calendar, a show is completed, people watch and rate", async () => {
  const one = demo();
  const before = completed(one);
  const { world } = one.sandbox;
  const ratings = () => JSON.stringify(demoPeople.map(({ username }) => world.ratings(username)));
  const ratingsBefore = ratings();
  const premieres = one.sandbox.world
    .shows()
    .filter(({ firstAiredMs }) => firstAiredMs !== null && firstAiredMs > startMs && firstAiredMs <= startMs + hourMs);
  expect(premieres).toHaveLength(1);
  expect(await calendar(one, "all/shows/new/2026-11-20/1")).toMatchObject([{ show: { title: premieres[0]?.title } }]);
  await live(one, 30 * minuteMs, minuteMs);
  expect([...completed(one)].filter((key) => !before.has(key)).length).toBeGreaterThanOrEqual(1);
  await live(one, 30 * minuteMs, minuteMs);
  const watched = demoPeople.flatMap(({ username }) =>
    world.history(username).filter((play) => Date.parse(play.watched_at) >= startMs),
  );
  expect(watched.length).toBeGreaterThanOrEqual(5);
  await live(one, 2 * hourMs, minuteMs);
  expect(ratings()).not.toBe(ratingsBefore);
});

test("each person does something every 20 to 40 minutes", async () => {
  const happenings = await live(demo(), 2 * dayMs, hourMs);
  const each = (2 * dayMs) / minuteMs / (happenings / demoPeople.length);
  expect(each).toBeGreaterThan(24);
  expect(each).toBeLessThan(34);
});

test("shows go on being completed, premiered, ended, renewed and moved for weeks", async () => {
  const one = demo();
  const { world } = one.sandbox;
  const statuses = () => new Map(world.shows().map(({ trakt, status }) => [trakt, status]));
  const completedOnDay: number[] = [];
  const turns = new Set<string>();
  let seen = completed(one);
  let known = statuses();
  for (let day = 0; day < 28; day++) {
    let count = 0;
    for (let hour = 0; hour < 24; hour += 4) {
      await live(one, 4 * hourMs, 4 * hourMs);
      const now = completed(one);
      count += [...now].filter((key) => !seen.has(key)).length;
      seen = now;
      for (const [trakt, status] of statuses()) {
        if (known.get(trakt) !== status) turns.add(`${known.get(trakt)} → ${status}`);
      }
      known = statuses();
    }
    completedOnDay.push(count);
    const today = new Date(one.clock.now()).toISOString().slice(0, 10);
    expect((await calendar(one, `all/shows/premieres/${today}/3`)).length).toBeGreaterThan(0);
    expect((await calendar(one, `my/shows/${today}/7`)).length).toBeGreaterThan(0);
  }
  expect(completedOnDay.filter((count) => count > 0).length).toBeGreaterThan(24);
  expect([...turns]).toEqual(
    expect.arrayContaining([
      "returning series → ended",
      "returning series → canceled",
      "ended → returning series",
      "canceled → returning series",
    ]),
  );
});

test("nobody watches the same episode twice in a row, not even where a show is begun again", async () => {
  const one = demo();
  await live(one, 14 * dayMs, dayMs);
  const { world } = one.sandbox;
  let episodes = 0;
  for (const { username } of demoPeople) {
    const last = new Map<number | undefined, number>();
    for (const { item } of world.history(username).toReversed()) {
      if (item.type !== "episode") continue;
      episodes++;
      const show = world.showOf(item.trakt);
      expect(last.get(show), `${username}, a play of show ${show}`).not.toBe(item.trakt);
      last.set(show, item.trakt);
    }
  }
  expect(episodes).toBeGreaterThan(3000);
});

test("the first person has friends with profiles, one of them private, and waits for another's leave", async () => {
  const { sandbox } = demo();
  const { world } = sandbox;
  const [first] = demoPeople;
  const username = first?.username ?? "";
  expect(world.friends(username)).toEqual(["paper-comet", "amber-kite", "hollow-drum"]);
  const { access_token } = world.issueTokens(username);
  const read = async (path: string): Promise<[number, unknown]> => {
    const sent = { ...headers, authorization: `Bearer ${access_token}` };
    const response = await sandbox.fetch(new Request(`http://127.0.0.1${path}`, { headers: sent }));
    return [response.status, response.status === 200 ? await response.json() : undefined];
  };
  expect(await read("/users/hollow-drum?extended=full")).toMatchObject([200, { private: true, location: "Ontario" }]);
  expect((await read("/users/north-pebble"))[0]).toBe(401);
  expect(await read("/users/requests/following")).toMatchObject([200, [{ user: { username: "north-pebble" } }]]);
  expect(await read("/users/me/friends/activities?limit=3")).toMatchObject([
    200,
    [{ user: { vip: false } }, { user: { vip: false } }, { user: { vip: false } }],
  ]);
});

test("movies come out day by day", async () => {
  expect((await calendar(demo(), "all/movies/2026-11-21/7")).length).toBeGreaterThanOrEqual(14);
});

test("the same seed gives the same life, in steps of whatever size", async () => {
  const fine = demo();
  const coarse = demo();
  await live(fine, 3 * dayMs, 7 * minuteMs);
  await coarse.clock.set(fine.clock.now());
  coarse.life.runUntil(coarse.clock.now());
  expect(truth(coarse)).toEqual(truth(fine));
});

test("a life goes on after a restart as if there had been none, and catches up on a pause", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-demo-"));
  folders.push(folder);
  const journalPath = join(folder, "journal.jsonl");
  const whole = demo();
  const first = demo({ journalPath });
  await live(first, dayMs, hourMs);
  await first.sandbox.close();
  const second = demo({ journalPath, atMs: startMs + 2 * dayMs });
  expect(second.life.nextAt()).toBeLessThan(startMs + dayMs + hourMs);
  expect(second.life.runUntil(second.clock.now())).toBeGreaterThan(200);
  await whole.clock.set(startMs + 2 * dayMs);
  whole.life.runUntil(whole.clock.now());
  expect(truth(second)).toEqual(truth(whole));
  await second.sandbox.close();
});

test("a world that was not seeded for the demo has no life", () => {
  const sandbox = createSandbox({ clock: manualClock(startMs) });
  const life = createLife(sandbox, { seed: 1 });
  expect([life.runUntil(startMs + dayMs), life.nextAt()]).toEqual([0, Infinity]);
});
