import type { Received } from "@showrunner/channels/testing/receiver.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { accountPk, index } from "@showrunner/core/keys.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import { type Account, ActionRecord, InboxMessage, Run } from "@showrunner/core/records.ts";
import type { Opened } from "@showrunner/local/open.ts";
import { indexItems, loadAll } from "@showrunner/services/stored.ts";
import type { Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";

/** What the rules of everybody wait for. */
export const told = ["episode.watched", "movie.watched", "item.rated"] as const;

/** One webhook for every play and rating; a rated movie is watched and noted, a rated show is wished for. */
export const rules: readonly string[] = [
  `name: Told\nwhen: { event: [${told.join(", ")}] }\nthen:\n  - { do: webhook, channel: hook }\n`,
  "name: Rated movies were watched\nwhen: { event: item.rated }\nif: item_type == 'movie'\nthen:\n" +
    "  - { do: history.add, watched_at: now }\n" +
    "  - { do: notify, channel: inbox, title: '{{ movie.title }}', body: seen }\n",
  "name: Rated shows are wished for\nwhen: { event: item.rated }\nif: item_type == 'show'\nthen:\n" +
    "  - { do: watchlist.add }\n",
];

/** What is to be looked at: the data folder as another process has it open, the sandbox, and the people. */
export interface Scene {
  opened: Opened;
  sandbox: Sandbox;
  accounts: readonly Account[];
}

/** What has happened and has no event yet, and what was begun and is not finished. */
export async function leftToDo({ opened, sandbox, accounts }: Scene): Promise<string[]> {
  const { store, settings } = opened.ctx;
  const left: string[] = [];
  for (const { id, username } of accounts) {
    const events = (await loadAll(store, ChangeEvent, accountPk(id), "EVENT#")).map((one) => one.value);
    const plays = new Set(events.map((event) => event.data["play_id"]));
    for (const play of sandbox.world.history(username))
      if (!plays.has(play.id)) left.push(`${username}'s play ${play.id} has no event`);
    const rated = new Set(events.filter((event) => event.type === "item.rated").map((event) => event.subject));
    for (const { item } of sandbox.world.ratings(username))
      if ("trakt" in item && !rated.has(`${item.type}:${item.trakt}`))
        left.push(`${username}'s rating of ${item.type} ${item.trakt} has no event`);
  }
  for (let shard = 0; shard < settings.shards; shard++) {
    for await (const item of indexItems(store, index.outbox(shard))) left.push(`outbox ${item.sk}`);
    for await (const item of indexItems(store, index.due(shard)))
      left.push(`due at ${item.gsi1sk}: ${JSON.stringify(item.data)}`);
  }
  for (const queue of queueNames) {
    const { visible, inFlight, delayed } = await opened.database.queue.depth(queue);
    const count = visible + inFlight + delayed;
    if (count > 0 && queue !== "PollJobs") left.push(`${count} messages in ${queue}`);
  }
  return left;
}

export interface Count {
  events: number;
  runs: number;
  actions: number;
  webhooks: number;
  /** Webhooks that came more than once, each time too many. */
  duplicates: number;
  /** Attempts that are counted as unsure: no more may have been repeated. */
  window: number;
  dead: number;
}

/** Holds what Showrunner made of everything against what happened at the sandbox and arrived at the receiver. */
export async function auditKilled(
  scene: Scene,
  received: readonly Received[],
): Promise<{ wrong: string[]; count: Count }> {
  const { opened, sandbox, accounts } = scene;
  const wrong: string[] = [];
  const count: Count = { events: 0, runs: 0, actions: 0, webhooks: 0, duplicates: 0, window: 0, dead: 0 };
  const arrived = new Map<string, number>();
  for (const { headers } of received) {
    const id = String(headers["webhook-id"]);
    arrived.set(id, (arrived.get(id) ?? 0) + 1);
  }
  for (const { id, username } of accounts) {
    const under = accountPk(id);
    const { store } = opened.ctx;
    const events = (await loadAll(store, ChangeEvent, under, "EVENT#")).map((one) => one.value);
    const runs = (await loadAll(store, Run, under, "RUN#")).map((one) => one.value);
    const actions = (await loadAll(store, ActionRecord, under, "ACTION#")).map((one) => one.value);
    const inbox = await loadAll(store, InboxMessage, under, "INBOX#");
    const same = (what: string, found: number, expected: number): void => {
      if (found !== expected) wrong.push(`${username}: ${found} ${what}, ${expected} expected`);
    };
    const history = sandbox.world.history(username);
    const rated = events.filter((event) => event.type === "item.rated");
    const ratedMovies = rated.filter((event) => event.subject.startsWith("movie:")).length;
    same("play events", events.length - rated.length, history.length);
    same("rating events", rated.length, sandbox.world.ratings(username).length);
    same("different runs", new Set(runs.map((run) => `${run.ruleId} ${run.eventId}`)).size, runs.length);
    same("runs", runs.length, events.length + 2 * rated.length);
    same("webhooks", actions.filter((one) => one.request.do === "webhook").length, events.length);
    same("plays to add", actions.filter((one) => one.request.do === "history.add").length, ratedMovies);
    const movies = history.flatMap(({ item }) => (item.type === "movie" ? [item.trakt] : []));
    same("plays of movies", movies.length, ratedMovies);
    same("different movies played", new Set(movies).size, ratedMovies);
    same("wishes", sandbox.world.watchlist(username).length, rated.length - ratedMovies);
    same("messages", inbox.length, ratedMovies);
    for (const { id: actionId, request, state, outcome, unsure } of actions) {
      if (state !== "DONE") wrong.push(`${username}: ${request.do} is ${state}: ${outcome}`);
      count.window += unsure;
      if (request.do !== "webhook") continue;
      const times = arrived.get(actionId) ?? 0;
      arrived.delete(actionId);
      if (times === 0) wrong.push(`${username}: webhook ${actionId} never arrived`);
      if (times > 1 + unsure) wrong.push(`${username}: webhook ${actionId} came ${times} times, ${unsure} unsure`);
      count.webhooks += 1;
      count.duplicates += Math.max(0, times - 1);
    }
    count.events += events.length;
    count.runs += runs.length;
    count.actions += actions.length;
  }
  for (const actionId of arrived.keys()) wrong.push(`a webhook that nobody asked for: ${actionId}`);
  for (const queue of queueNames) count.dead += (await opened.database.queue.depth(queue)).dead;
  return { wrong, count };
}
