import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { endAll, type Spawned, spawnShowrunner, untilNothingIsMissing } from "./spawned.ts";

const firstMinuteMs = 60_000;

const folder = mkdtempSync(join(tmpdir(), "showrunner-demo-"));
const inFolder = (name: string) => join(folder, "demo", name);
const start = (...more: string[]) => spawnShowrunner(["start", "--port", "0", "--data", folder, ...more]);

/** Each recipe, and its two lines: which rule ran and why, what was done. */
const recipes = {
  "Premieres to my watchlist": {
    run: / rule {5}\S+ +Premieres to my watchlist: .+ premieres → acts: both conditions held {2}\[run_\S+\]$/,
    done: / done {5}\S+ +Premieres to my watchlist: .+ is on the watchlist$/,
  },
  "Hide finished shows": {
    run: / rule {5}\S+ +Hide finished shows: .+ completed → acts: it has no conditions {2}\[run_\S+\]$/,
    done: / done {5}\S+ +Hide finished shows: .+ is hidden from watched progress$/,
  },
  "Tell me when it airs": {
    run: / rule {5}\S+ +Tell me when it airs: .+ airs → acts: the condition held {2}\[run_\S+\]$/,
    done: / done {5}\S+ +Tell me when it airs: “.+: season \d+, episode \d+”: in the inbox$/,
  },
};

const Session = z.object({ demoPeople: z.array(z.object({ username: z.string() })) });
const Events = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      subject: z.string(),
      time: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
});
const Runs = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      rule: z.object({ name: z.string() }),
      actions: z.array(
        z.object({
          id: z.string(),
          request: z.looseObject({ do: z.string(), item: z.looseObject({ trakt: z.int() }).optional() }),
        }),
      ),
    }),
  ),
});
const Inbox = z.object({ items: z.array(z.object({ id: z.string(), title: z.string(), body: z.string() })) });
const Shelf = z.array(z.object({ item: z.object({ type: z.string(), trakt: z.int() }) }));
const Plays = z.array(z.object({ id: z.int(), added_at: z.string() }));
const Thing = z.object({ ids: z.object({ trakt: z.int() }) });
const Writes = z.array(
  z.object({
    who: z.string(),
    method: z.string(),
    path: z.string(),
    changed: z.int(),
    body: z.object({ shows: z.array(Thing) }),
  }),
);
const DemoFile = z.looseObject({ startedMs: z.number(), lastSeenMs: z.number() });

interface Running {
  process: Spawned;
  url: string;
  /** Its own Trakt. */
  traktUrl: string;
}

async function running(process: Spawned): Promise<Running> {
  const url = /http:\S+/.exec(await process.line(/^Showrunner is running: http/, firstMinuteMs))?.[0] ?? "";
  const demo = await process.line(/^No Trakt app is set, so this is the demo/, firstMinuteMs);
  const traktUrl = /\((http:[^)]+)\)/.exec(demo)?.[1] ?? "";
  await process.line(/^Ctrl-C stops it/, firstMinuteMs);
  return { process, url, traktUrl };
}

async function read<T>(schema: z.ZodType<T>, url: string, cookie = ""): Promise<T> {
  const answer = await fetch(url, { headers: { cookie } });
  return schema.parse(await answer.json());
}

/** One click on one of the demo's people, as the dashboard does it. */
async function signInAs(url: string, person: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/session/demo`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person }),
  });
  expect(answer.status).toBe(200);
  return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

interface Person {
  username: string;
  events: z.infer<typeof Events>["items"];
  runs: z.infer<typeof Runs>["items"];
  inbox: z.infer<typeof Inbox>["items"];
}

/** Everybody, as the API tells of them. */
async function everybody({ url }: Running): Promise<Person[]> {
  const { demoPeople } = await read(Session, `${url}/api/v1/session`);
  return await Promise.all(
    demoPeople.map(async ({ username }) => {
      const cookie = await signInAs(url, username);
      const of = <T>(schema: z.ZodType<T>, what: string) =>
        read(schema, `${url}/api/v1/accounts/me/${what}?limit=200`, cookie);
      const [events, runs, inbox] = await Promise.all([of(Events, "events"), of(Runs, "runs"), of(Inbox, "inbox")]);
      return { username, events: events.items, runs: runs.items, inbox: inbox.items };
    }),
  );
}

/** What these runs asked of Trakt, as `velvet-otter 230892`. */
function asked(people: readonly Person[], verb: string): string[] {
  return people.flatMap(({ username, runs }) =>
    runs
      .flatMap((run) => run.actions)
      .filter(({ request }) => request.do === verb)
      .map(({ request }) => `${username} ${request.item?.trakt}`),
  );
}

async function shelves({ traktUrl }: Running, people: readonly Person[], name: string): Promise<string[]> {
  const all = people.map(async ({ username }) =>
    (await read(Shelf, `${traktUrl}/sandbox/people/${username}/${name}`)).map(
      ({ item }) => `${username} ${item.trakt}`,
    ),
  );
  return (await Promise.all(all)).flat();
}

function expectDifferent(values: readonly string[]): void {
  expect(values.filter((value, at) => values.indexOf(value) !== at)).toEqual([]);
}

function expectNothingTwice(people: readonly Person[], writes: z.infer<typeof Writes>): void {
  for (const { events, runs, inbox } of people) {
    expectDifferent(events.map((event) => event.id));
    expectDifferent(events.map(({ type, subject, time }) => `${type} ${subject} ${time}`));
    expectDifferent(runs.map((run) => run.id));
    expectDifferent(runs.flatMap((run) => run.actions).map((action) => action.id));
    expectDifferent(inbox.map((message) => message.id));
  }
  const effective = writes.filter((write) => write.changed > 0);
  expectDifferent(
    effective.flatMap(({ who, method, path, body }) =>
      body.shows.map(({ ids }) => `${who} ${method} ${path} ${ids.trakt}`),
    ),
  );
}

describe("the demo, on an empty folder and without any setting", () => {
  let first: Running;
  let readyAfterMs: number;
  let keyAtFirst: string;
  let idsAtFirst: string[];

  beforeAll(async () => {
    const startedAt = Date.now();
    first = await running(start());
    const lines = Object.values(recipes).flatMap(({ run, done }) => [run, done]);
    await Promise.all(lines.map((line) => first.process.line(line, firstMinuteMs)));
    readyAfterMs = Date.now() - startedAt;
    keyAtFirst = readFileSync(inFolder("showrunner.key"), "utf8");
  }, 2 * firstMinuteMs);

  afterAll(async () => {
    await endAll();
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows within a minute a poll, a change, and of each recipe a run with its reason and then what was done", () => {
    expect(readyAfterMs).toBeLessThan(firstMinuteMs);
    const lines = first.process.lines();
    const indexOf = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line));
    expect(indexOf(/ polled {3}\S+ +history, calendar moved → \d+ changes \(\d+ Trakt calls\)$/)).toBeGreaterThan(0);
    expect(indexOf(/ changed {2}\S+ +.+ completed {2}\(show\.completed\)$/)).toBeGreaterThan(0);
    for (const { run, done } of Object.values(recipes)) {
      expect(indexOf(run)).toBeGreaterThan(0);
      expect(indexOf(done)).toBeGreaterThan(indexOf(run));
    }
  });

  it("prints lines that can be read: time, what, who, words, and nothing that is no line of those", () => {
    const lines = first.process.lines();
    const log = lines.slice(lines.findIndex((line) => line.startsWith("Ctrl-C stops it")) + 1);
    expect(log.length).toBeGreaterThan(10);
    for (const line of log)
      expect(line).toMatch(/^\d\d-\d\d \d\d:\d\d {2}(?:polled |changed|rule   |done   ) {2}[a-z-]+ {2,}\S/);
  });

  it("has really done it: the shows are on Trakt's watchlists and hidden there, as Trakt itself tells", async () => {
    const people = await everybody(first);
    const listed = asked(people, "watchlist.add");
    const hidden = asked(people, "hide");
    expect(listed.length).toBeGreaterThan(0);
    expect(hidden.length).toBeGreaterThan(0);
    // What a rule asked for this very moment may still be on its way.
    await untilNothingIsMissing(10_000, async () => {
      const onLists = await shelves(first, people, "watchlist");
      const outOfSight = await shelves(first, people, "hidden/progress_watched");
      return [...listed.filter((one) => !onLists.includes(one)), ...hidden.filter((one) => !outOfSight.includes(one))];
    });
  });

  it("has told what airs, in the inbox; and tells nobody who has not signed in", async () => {
    const people = await everybody(first);
    const messages = people.flatMap((person) => person.inbox);
    expect(messages.length).toBeGreaterThan(0);
    for (const { title } of messages) expect(title).toMatch(/^.+: season \d+, episode \d+$/);
    for (const path of ["accounts", "status", `accounts/${people[0]?.username}/inbox`])
      expect((await fetch(`${first.url}/api/v1/${path}`)).status).toBe(401);
  });

  it("keeps its key, its database and its world from other users of the machine", () => {
    expect(statSync(inFolder("showrunner.key")).mode & 0o777).toBe(0o600);
    const files = readdirSync(join(folder, "demo")).filter((name) => /\.db|\.jsonl$/.test(name));
    expect(files).toEqual(expect.arrayContaining(["showrunner.db", "sandbox.jsonl"]));
    for (const name of files) expect(`${name} ${statSync(inFolder(name)).mode & 0o077}`).toBe(`${name} 0`);
  });

  it("does not start a second time on the same folder", async () => {
    const second = await start("--json").ended;
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(JSON.parse(second.stderr)).toMatchObject({ error: { code: "data.in_use" } });
    expect(second.stderr).toContain(folder);
  });

  it("stops at Ctrl-C within seconds and goes on when started again, repeating nothing and missing nothing", async () => {
    const toldAt = Date.now();
    const before = await everybody(first);
    idsAtFirst = before.flatMap(({ events, runs, inbox }) => [...events, ...runs, ...inbox].map((one) => one.id));
    const ended = await first.process.stop("SIGINT");
    expect(Date.now() - toldAt).toBeLessThan(8000);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toMatch(/Stopping: .+\nStopped\. Start again to go on from here\.\n$/);

    // As if it had been stopped three minutes ago, in which three hours of its world went by.
    const demo = DemoFile.parse(JSON.parse(readFileSync(inFolder("demo.json"), "utf8")));
    const goneMs = 3 * 60_000;
    writeFileSync(inFolder("demo.json"), JSON.stringify({ ...demo, startedMs: demo.startedMs - goneMs }));
    const again = await running(start());

    let people: Person[] = [];
    let missed = 0;
    await untilNothingIsMissing(firstMinuteMs, async () => {
      people = await everybody(again);
      const left = await Promise.all(
        people.map(async ({ username, events }) => {
          const told = new Set(events.map((event) => event.data["play_id"]));
          const plays = await read(Plays, `${again.traktUrl}/sandbox/people/${username}/history`);
          const meanwhile = plays.filter((play) => Date.parse(play.added_at) > demo.lastSeenMs);
          missed = Math.max(missed, meanwhile.length);
          return meanwhile.filter((play) => !told.has(play.id)).map((play) => `${username}'s play ${play.id}`);
        }),
      );
      return left.flat();
    });
    expect(missed).toBeGreaterThan(0);

    for (const [at, { events, runs, inbox }] of before.entries()) {
      const now = people[at];
      const ids = (some: readonly { id: string }[] | undefined) => some?.map((one) => one.id);
      expect(ids(now?.events)).toEqual(expect.arrayContaining(ids(events) ?? []));
      expect(ids(now?.runs)).toEqual(expect.arrayContaining(ids(runs) ?? []));
      expect(ids(now?.inbox)).toEqual(expect.arrayContaining(ids(inbox) ?? []));
    }
    expectNothingTwice(people, await read(Writes, `${again.traktUrl}/sandbox/writes`));
    expect(again.process.lines().filter((line) => line.includes("first look"))).toEqual([]);
    expect(await again.process.stop("SIGTERM")).toMatchObject({ code: 0 });
  });

  it("begins anew with --reset: other keys, another world, nothing of what was", async () => {
    const anew = await running(start("--reset"));
    await anew.process.line(/ polled {3}\S+ +first look at history, calendar → nothing new/, firstMinuteMs);
    const fresh = await everybody(anew);
    expect(fresh).toHaveLength(6);
    const ids = fresh.flatMap(({ events, runs, inbox }) => [...events, ...runs, ...inbox].map((one) => one.id));
    expect(idsAtFirst.length).toBeGreaterThan(0);
    expect(ids.filter((id) => idsAtFirst.includes(id))).toEqual([]);
    expect(readFileSync(inFolder("showrunner.key"), "utf8")).not.toBe(keyAtFirst);
    expect(await anew.process.stop()).toMatchObject({ code: 0 });
  });
});
