import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import { systemClock } from "@showrunner/core/clock.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { accountPk, index } from "@showrunner/core/keys.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import { type Account, ActionRecord, InboxMessage, Run } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { dataFolder } from "@showrunner/local/data-folder.ts";
import { type Opened, openServices } from "@showrunner/local/open.ts";
import { connectAccount } from "@showrunner/services/accounts.ts";
import { saveChannel } from "@showrunner/services/channels.ts";
import { loadPollCursor, requestPoll } from "@showrunner/services/poll-cursor.ts";
import { saveRule } from "@showrunner/services/rules.ts";
import { indexItems, loadAll } from "@showrunner/services/stored.ts";
import { createSandbox, type Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tokensOf } from "../harness/test-world.ts";
import { type ShowrunnerProcess, startShowrunner } from "./showrunner-process.ts";

/** `KILLS` and `KILL_SEED` make it longer, or another one. */
const kills = Number(process.env["KILLS"] ?? 55);
const seed = process.env["KILL_SEED"] ?? "1";

const usernames = ["ann", "bob", "cat", "dan", "eve", "fay"];
const app = { clientId: "kill-test-app", clientSecret: "kill-test-app-secret" };
const signing = ["whsec_a2lsbC10ZXN0LXNpZ25pbmctc2VjcmV0LTMyYnk="];
const told = ["episode.watched", "movie.watched", "item.rated"];
const rules = [
  `name: Told\nwhen: { event: [${told.join(", ")}] }\nthen:\n  - { do: webhook, channel: hook }\n`,
  "name: Rated movies were watched\nwhen: { event: item.rated }\nif: item_type == 'movie'\nthen:\n" +
    "  - { do: history.add, watched_at: now }\n  - { do: notify, channel: inbox, title: '{{ movie.title }}', body: seen }\n",
  "name: Rated shows are wished for\nwhen: { event: item.rated }\nif: item_type == 'show'\nthen:\n  - { do: watchlist.add }\n",
];

let folder: string;
let sandbox: Sandbox;
let hook: Receiver;
let opened: Opened;
let env: Record<string, string>;
let running: ShowrunnerProcess | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "showrunner-kill-"));
  sandbox = createSandbox({ clock: systemClock, behaviour: { limits: false } });
  const { url } = await sandbox.listen();
  hook = await receiver();
  env = {
    TRAKT_CLIENT_ID: app.clientId,
    TRAKT_CLIENT_SECRET: app.clientSecret,
    TRAKT_API_URL: url,
    TRAKT_AUTH_URL: url,
    SHOWRUNNER_ALLOW_LOOPBACK: "1",
  };
  opened = await openServices({
    folder: dataFolder(folder, false),
    keyFile: null,
    clock: systemClock,
    log: () => {},
    trakt: { clientId: app.clientId, clientSecret: new Secret(app.clientSecret), apiUrl: url, authUrl: url },
    allowLoopback: true,
  });
});

afterEach(async () => {
  await running?.kill();
  await opened.close();
  await hook[Symbol.asyncDispose]();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Waits for a condition, asked again and again; fails with what `left` says is missing. */
async function until(what: string, timeoutMs: number, left: () => Promise<string[]>): Promise<void> {
  const endsAt = systemClock.now() + timeoutMs;
  for (;;) {
    const missing = await left();
    if (missing.length === 0) return;
    if (systemClock.now() > endsAt)
      throw new Error(
        `${what}: still ${missing.length} left after ${timeoutMs} ms: ${missing.slice(0, 5).join("; ")} NOW ${systemClock.now()}\n${running?.tail() ?? ""}`,
      );
    await systemClock.sleep(500);
  }
}

/** Connects everybody and saves their rules, beside the running process, and waits for their first polls. */
async function settleIn(): Promise<Account[]> {
  const accounts: Account[] = [];
  for (const username of usernames) {
    sandbox.world.addPerson({ username, vip: true });
    const account = await connectAccount(opened.ctx, tokensOf(sandbox.world.issueTokens(username)));
    accounts.push(account);
    await saveChannel(opened.ctx, account.id, {
      kind: "webhook",
      name: "hook",
      config: { url: hook.origin },
      secrets: { signing },
    });
    for (const rule of rules) await saveRule(opened.ctx, account.id, rule, { enabled: true });
  }
  await until("the first polls", 60_000, async () => {
    const left: string[] = [];
    for (const { id, username } of accounts) {
      const seededFeeds = (await loadPollCursor(opened.ctx, id))?.value.seeded ?? [];
      for (const feed of ["history", "ratings"]) if (!seededFeeds.includes(feed)) left.push(`${username}'s ${feed}`);
    }
    return left;
  });
  return accounts;
}

/** Lets people watch and rate, and asks for polls, as long as it runs. Nobody does the same thing twice. */
function load(accounts: readonly Account[]): { ratesMovies: boolean; stop(): Promise<void> } {
  const next = seeded(`load ${seed}`);
  const { world } = sandbox;
  const longAgo = systemClock.now() - 400 * 24 * 3_600_000;
  const episodes = Array.from({ length: 3 }, (_, show) => {
    const id = world.addShow({ title: `Long ${show}`, year: 2024, status: "returning series", genres: [] });
    return Array.from({ length: 400 }, (__, at) =>
      world.addEpisode(id, { season: 1, number: at + 1, first_aired: longAgo }),
    );
  }).flat();
  const movies = Array.from({ length: 300 }, (_, at) => world.addMovie({ title: `Movie ${at}`, year: 2024 }));
  const shows = Array.from({ length: 300 }, (_, at) =>
    world.addShow({ title: `Show ${at}`, year: 2024, status: "returning series", genres: [] }),
  );
  const lives = usernames.map((username) => ({
    username,
    episodes: [...episodes],
    movies: [...movies],
    shows: [...shows],
  }));
  const control = { ratesMovies: true, stop: () => Promise.resolve() };
  let isOver = false;

  const live = async (): Promise<void> => {
    while (!isOver) {
      const life = lives[Math.floor(next() * lives.length)];
      const dice = next();
      const pool = dice < 0.6 ? "episodes" : dice < 0.8 && control.ratesMovies ? "movies" : "shows";
      const trakt = life?.[pool].pop();
      if (life !== undefined && trakt !== undefined) {
        const { username } = life;
        if (pool === "episodes") world.watch(username, { type: "episode", trakt });
        else world.rate(username, { type: pool === "movies" ? "movie" : "show", trakt }, 1 + Math.floor(next() * 10));
      }
      await systemClock.sleep(60 * next());
    }
  };
  const poll = async (): Promise<void> => {
    for (let at = 0; !isOver; at++) {
      const account = accounts[at % accounts.length];
      const { visible } = await opened.database.queue.depth("PollJobs");
      if (account !== undefined && visible < 4) await requestPoll(opened.ctx, account.id);
      await systemClock.sleep(70);
    }
  };
  const work = Promise.all([live(), poll()]);
  control.stop = async () => {
    isOver = true;
    await work;
  };
  return control;
}

async function leftToDo(accounts: readonly Account[]): Promise<string[]> {
  const { store, settings } = opened.ctx;
  const left: string[] = [];
  const { visible: asked } = await opened.database.queue.depth("PollJobs");
  if (asked === 0) for (const account of accounts) await requestPoll(opened.ctx, account.id);
  for (const account of accounts) {
    const events = (await loadAll(store, ChangeEvent, accountPk(account.id), "EVENT#")).map((one) => one.value);
    const plays = new Set(events.map((event) => event.data["play_id"]));
    for (const play of sandbox.world.history(account.username))
      if (!plays.has(play.id)) left.push(`${account.username}'s play ${play.id} has no event`);
    const rated = new Set(events.filter((event) => event.type === "item.rated").map((event) => event.subject));
    for (const { item } of sandbox.world.ratings(account.username))
      if ("trakt" in item && !rated.has(`${item.type}:${item.trakt}`))
        left.push(`${account.username}'s rating of ${item.trakt}`);
  }
  for (let shard = 0; shard < settings.shards; shard++) {
    for await (const item of indexItems(store, index.outbox(shard))) left.push(`outbox ${item.sk}`);
    for await (const item of indexItems(store, index.due(shard)))
      left.push(`due ${item.sk} at ${item.gsi1sk}: ${JSON.stringify(item.data)}`);
  }
  for (const queue of ["ChangeEvents", "TraktWrites", "Deliveries"] as const) {
    const { visible, inFlight, delayed } = await opened.database.queue.depth(queue);
    if (visible + inFlight + delayed > 0) left.push(`${queue} holds ${visible} + ${inFlight} + ${delayed}`);
  }
  return left;
}

interface Count {
  events: number;
  runs: number;
  actions: number;
  webhooks: number;
  duplicates: number;
  window: number;
}

async function audit(accounts: readonly Account[]): Promise<{ wrong: string[]; count: Count }> {
  const { store } = opened.ctx;
  const wrong: string[] = [];
  const count: Count = { events: 0, runs: 0, actions: 0, webhooks: 0, duplicates: 0, window: 0 };
  const arrived = new Map<string, number>();
  for (const { headers } of hook.requests) {
    const id = String(headers["webhook-id"]);
    arrived.set(id, (arrived.get(id) ?? 0) + 1);
  }
  for (const { id: accountId, username } of accounts) {
    const read = async <T>(schema: Parameters<typeof loadAll<T>>[1], prefix: string): Promise<T[]> =>
      (await loadAll(store, schema, accountPk(accountId), prefix)).map((one) => one.value);
    const events = await read(ChangeEvent, "EVENT#");
    const runs = await read(Run, "RUN#");
    const actions = await read(ActionRecord, "ACTION#");
    const inbox = await read(InboxMessage, "INBOX#");
    const history = sandbox.world.history(username);
    const of = (type: string): ChangeEvent[] => events.filter((event) => event.type === type);
    const expectSame = (what: string, found: number, expected: number): void => {
      if (found !== expected) wrong.push(`${username}: ${found} ${what}, ${expected} expected`);
    };
    const ratedMovies = of("item.rated").filter((event) => event.subject.startsWith("movie:"));
    const ratedShows = of("item.rated").filter((event) => event.subject.startsWith("show:"));
    const toldEvents = events.filter((event) => told.includes(event.type));
    expectSame("play events", of("episode.watched").length + of("movie.watched").length, history.length);
    expectSame("rating events", of("item.rated").length, sandbox.world.ratings(username).length);
    expectSame("runs", new Set(runs.map((run) => `${run.ruleId} ${run.eventId}`)).size, runs.length);
    expectSame("runs", runs.length, toldEvents.length + 2 * of("item.rated").length);
    expectSame("webhook actions", actions.filter((one) => one.request.do === "webhook").length, toldEvents.length);
    expectSame("plays to add", actions.filter((one) => one.request.do === "history.add").length, ratedMovies.length);
    expectSame("wishes", sandbox.world.watchlist(username).length, ratedShows.length);
    expectSame("messages", inbox.length, ratedMovies.length);
    const moviePlays = history.flatMap(({ item }) => (item.type === "movie" ? [item.trakt] : []));
    expectSame("different movies played", new Set(moviePlays).size, ratedMovies.length);
    expectSame("movie plays", moviePlays.length, ratedMovies.length);
    for (const action of actions) {
      if (action.state !== "DONE")
        wrong.push(`${username}: ${action.request.do} is ${action.state}: ${action.outcome}`);
      count.window += action.unsure;
      if (action.request.do !== "webhook") continue;
      const times = arrived.get(action.id) ?? 0;
      arrived.delete(action.id);
      if (times === 0) wrong.push(`${username}: webhook ${action.id} never arrived`);
      if (times > 1 + action.unsure)
        wrong.push(`${username}: webhook ${action.id} came ${times} times, ${action.unsure} unsure`);
      count.webhooks += 1;
      count.duplicates += Math.max(0, times - 1);
    }
    count.events += events.length;
    count.runs += runs.length;
    count.actions += actions.length;
  }
  for (const id of arrived.keys()) wrong.push(`a webhook that nobody asked for: ${id}`);
  return { wrong, count };
}

describe("the process, killed at random under load and started again", () => {
  it("has lost nothing, and repeated nothing beyond the counted window", { timeout: 360_000 }, async () => {
    const startedAt = systemClock.now();
    const next = seeded(`kills ${seed}`);
    running = startShowrunner(folder, env);
    await running.printed(0);
    const accounts = await settleIn();
    const people = load(accounts);
    for (let kill = 1; kill <= kills; kill++) {
      // Some die as they start, most at work; plays of the last half would make the end wait to be looked for.
      if (kill > kills / 2) people.ratesMovies = false;
      await running.printed(Math.floor(next() ** 2 * 80));
      await running.kill();
      running = startShowrunner(folder, env);
    }
    await running.printed(0);
    await people.stop();
    const killedFor = systemClock.now() - startedAt;
    await until("draining", 200_000, () => leftToDo(accounts));

    const { wrong, count } = await audit(accounts);
    const drainedFor = systemClock.now() - startedAt - killedFor;
    let dead = 0;
    for (const queue of queueNames) dead += (await opened.database.queue.depth(queue)).dead;
    process.stdout.write(
      `${`kills ${kills}, seed ${seed}: ${JSON.stringify({ ...count, dead, killedFor, drainedFor })}`}\n`,
    );
    expect(wrong).toEqual([]);
    expect(dead).toBe(0);
    expect(count.duplicates).toBeLessThanOrEqual(count.window);
    expect(count.events).toBeGreaterThan(kills * 5);
  });
});
