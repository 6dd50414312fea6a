import { itemKey } from "@showrunner/core/actions.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { accountPk } from "@showrunner/core/keys.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import { ActionRecord, InboxMessage, Run } from "@showrunner/core/records.ts";
import type { Received } from "@showrunner/channels/testing/receiver.ts";
import { loadAll } from "@showrunner/services/stored.ts";
import * as z from "zod";
import type { TestWorld } from "../harness/test-world.ts";
import type { Life } from "./life.ts";

/** What a life came to, in words that are the same for the same life, however often its workers died. */
export interface Outcome {
  events: string[];
  runs: string[];
  actions: string[];
  inbox: string[];
  /** What the sandbox's people have and did. */
  trakt: string[];
  webhooks: string[];
}

/** What may not be, whatever happened. */
export interface Audit {
  outcome: Outcome;
  wrong: string[];
  /** Webhooks that arrived more than once, and the window that is counted for them. */
  duplicates: number;
  window: number;
}

/** Looks at everything that came of a life: the store, the sandbox, and what the receiver was sent. */
export async function audit(
  { t, accounts }: Pick<Life, "t" | "accounts">,
  received: readonly Received[],
): Promise<Audit> {
  const outcome: Outcome = { events: [], runs: [], actions: [], inbox: [], trakt: [], webhooks: [] };
  const wrong: string[] = [];
  const arrived = countsOf(received.map((request) => String(request.headers["webhook-id"])));
  let duplicates = 0;
  let window = 0;

  for (const { id: accountId, username } of accounts) {
    const events = (await loadAll(t.ctx.store, ChangeEvent, accountPk(accountId), "EVENT#")).map((one) => one.value);
    const runs = (await loadAll(t.ctx.store, Run, accountPk(accountId), "RUN#")).map((one) => one.value);
    const actions = (await loadAll(t.ctx.store, ActionRecord, accountPk(accountId), "ACTION#")).map((one) => one.value);
    const inbox = (await loadAll(t.ctx.store, InboxMessage, accountPk(accountId), "INBOX#")).map((one) => one.value);
    const actionNames = new Map<string, string>();
    const eventNames = new Map<string, string>();
    // Ids hold Trakt's, and times that a crash may delay. So an event is named by what it is about, and by its cause.
    const byTime = events.toSorted((a, b) => (a.recordedtime < b.recordedtime ? -1 : 1));
    const nameAction = (action: ActionRecord): string => {
      const known = actionNames.get(action.id);
      if (known !== undefined) return known;
      const { request } = action;
      const merges = actions.filter(({ id }) => action.timing?.merges?.includes(id) === true);
      if (merges.length > 0) {
        const together = `one message of [${merges.map(nameAction).toSorted().join("; ")}]`;
        actionNames.set(action.id, together);
        return together;
      }
      const item = "item" in request ? itemKey(request.item) : "channel" in request ? request.channel : request.with;
      const event = events.find((one) => one.id === action.eventId);
      const name = `${request.do} ${item} by "${action.ruleName}" on [${event === undefined ? "?" : nameEvent(event)}]`;
      actionNames.set(action.id, name);
      return name;
    };
    const nameEvent = (event: ChangeEvent): string => {
      const known = eventNames.get(event.id);
      if (known !== undefined) return known;
      const cause = actions.find((one) => one.id === event.origin?.actionid);
      const what = `${username} ${event.type} ${event.subject}`;
      // One that comes twice is told from its twin.
      const twins = byTime.filter((one) => one.type === event.type && one.subject === event.subject && !one.origin);
      const name =
        event.origin === undefined
          ? `${what} ${twins.indexOf(event) + 1}`
          : `${what} of ${cause === undefined ? "?" : nameAction(cause)}`;
      eventNames.set(event.id, name);
      return name;
    };
    for (const event of byTime) outcome.events.push(nameEvent(event));
    for (const run of runs) {
      const event = events.find((one) => one.id === run.eventId);
      const name = event === undefined ? "?" : nameEvent(event);
      outcome.runs.push(`"${ruleNameOf(run)}" ${run.trace.outcome} on [${name}]`);
    }
    for (const action of actions) {
      const name = nameAction(action);
      outcome.actions.push(name);
      if (action.state !== "DONE") wrong.push(`${name} is ${action.state}: ${action.outcome ?? ""}`);
      window += action.unsure;
      if (action.request.do !== "webhook") continue;
      const times = arrived.get(action.id) ?? 0;
      arrived.delete(action.id);
      outcome.webhooks.push(name);
      if (times === 0) wrong.push(`${name} never arrived`);
      if (times > 1 + action.unsure) wrong.push(`${name} arrived ${times} times, ${action.unsure} unsure`);
      duplicates += Math.max(0, times - 1);
    }
    for (const message of inbox) outcome.inbox.push(`${message.title}: ${actionNames.get(message.id) ?? message.id}`);
    outcome.trakt.push(...traktOf(t, username));
  }
  for (const id of arrived.keys()) wrong.push(`a webhook arrived that no action asked for: ${id}`);
  for (const queue of queueNames) {
    const { dead } = await t.database.queue.depth(queue);
    if (dead > 0) wrong.push(`${dead} dead messages in ${queue}`);
  }
  for (const part of outcomeParts) outcome[part].sort();
  return { outcome, wrong, duplicates, window };
}

function ruleNameOf(run: Run): string {
  return z.object({ name: z.string() }).parse(run.rule).name;
}

/** A person's lists, ratings and plays, and each thing that was written to them over the API. */
function traktOf({ world }: TestWorld, username: string): string[] {
  const lines: string[] = [];
  const say = (where: string, item: { type: string; trakt?: number }): number =>
    lines.push(`${username} ${where} ${item.type}:${item.trakt}`);
  for (const { item } of world.watchlist(username)) say("watchlist", item);
  for (const section of ["calendar", "progress_watched", "recommendations"])
    for (const { item } of world.hidden(username, section)) say(`hidden from ${section}`, item);
  for (const list of world.lists(username)) for (const { item } of list.items) say(`list ${list.name}`, item);
  for (const { item, rating } of world.ratings(username)) say(`rated ${rating}`, item);
  for (const { item } of world.history(username)) say("played", item);
  // Sets may be written again, alone or together with others: that changes nothing.
  const written = world
    .writes(username)
    .flatMap(({ method, endpoint, body }) =>
      Object.values(WrittenThings.catch({}).parse(body)).flatMap((things) =>
        things.map(({ ids, rating }) => `${username} ${method} ${endpoint} ${ids.trakt} ${rating ?? ""}`.trim()),
      ),
    );
  lines.push(...new Set(written));
  return lines;
}

const WrittenThings = z.record(
  z.string(),
  z.array(z.object({ ids: z.object({ trakt: z.int() }), rating: z.int().optional() })),
);

/** How two outcomes differ, line by line; nothing when they do not. */
export function differences(expected: Outcome, found: Outcome): string[] {
  return outcomeParts.flatMap((part) => {
    const left = [...found[part]];
    const missing = expected[part].filter((line) => {
      const at = left.indexOf(line);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
    return [...missing.map((line) => `${part}: missing ${line}`), ...left.map((line) => `${part}: unexpected ${line}`)];
  });
}

const outcomeParts = ["events", "runs", "actions", "inbox", "trakt", "webhooks"] as const;

function countsOf(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
