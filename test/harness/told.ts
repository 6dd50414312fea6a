import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { ActionRecord, type Account, type Run } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { loadAll } from "@showrunner/services/stored.ts";
import type { TestWorld } from "./test-world.ts";

const most = 500;

/** A person's events of these types (of all, when none is named), in the order they were recorded. */
export async function eventsOf(t: TestWorld, account: Account, ...types: EventType[]): Promise<ChangeEvent[]> {
  const events = await latestEvents(t.ctx, account.id, most);
  return events.filter((event) => types.length === 0 || types.some((type) => type === event.type)).toReversed();
}

/** A person's runs, of one event type or of all, in the order they were made. */
export async function runsOf(t: TestWorld, account: Account, type?: EventType): Promise<Run[]> {
  const runs = await latestRuns(t.ctx, account.id, most);
  return runs.filter((run) => type === undefined || run.eventType === type).toReversed();
}

export async function actionsOf(t: TestWorld, account: Account): Promise<ActionRecord[]> {
  const found = await loadAll(t.ctx.store, ActionRecord, `ACC#${account.id}`, "ACTION#");
  return found.map((one) => one.value).toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}

/** The bodies of what a person's inbox told under a title, newest first: alone, or as a line of a message of several. */
export async function toldUnder(t: TestWorld, account: Account, title: string): Promise<string[]> {
  const line = `• ${title}: `;
  return (await readInbox(t.ctx, account.id, most)).flatMap((one) =>
    one.title === title
      ? [one.body]
      : one.body.split("\n").flatMap((text) => (text.startsWith(line) ? [text.slice(line.length)] : [])),
  );
}

/** The API writes that reached the sandbox from a person, by endpoint: `POST /sync/watchlist`. */
export function writesOf(t: TestWorld, username: string): string[] {
  return t.world.writes(username).map((write) => `${write.method} ${write.endpoint}`);
}
