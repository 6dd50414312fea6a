import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { needsKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import type { FeedName } from "./feeds/feed.ts";
import { feeds } from "./feeds/table.ts";
import { load } from "../stored.ts";

/** The event types that an account's enabled rules wait for: what nobody waits for is not read. */
export const Needs = z.object({ types: z.array(z.string()) });
export type Needs = z.infer<typeof Needs>;

const derivedTypes: ReadonlySet<EventType> = new Set<EventType>([
  "show.started",
  "season.completed",
  "show.caught_up",
  "show.completed",
]);
const calendarTypes: ReadonlySet<EventType> = new Set<EventType>([
  "episode.scheduled",
  "episode.rescheduled",
  "episode.airing",
  "season.premiering",
  "show.premiering",
  "movie.releasing",
]);
const statusTypes: ReadonlySet<EventType> = new Set<EventType>([
  "show.renewed",
  "show.canceled",
  "show.ended",
  // A show that ends after its last episode was watched is completed by its end.
  "show.completed",
]);

export interface Reads {
  feeds: ReadonlySet<FeedName>;
  /** Progress of shows whose plays changed. */
  progress: boolean;
  /** The person's own calendar. */
  calendar: boolean;
  /** Changes of status of the shows that they watch. */
  statuses: boolean;
}

/** What must be read for an account so that none of the events that its rules wait for is missed. */
export function readsFor(needs: Needs | undefined): Reads {
  const types = new Set(needs?.types ?? []);
  const has = (some: ReadonlySet<string>): boolean => [...types].some((type) => some.has(type));
  const progress = has(derivedTypes);
  const statuses = has(statusTypes);
  const wanted = new Set<FeedName>();
  for (const feed of feeds) if (has(new Set<string>(feed.types))) wanted.add(feed.name);
  // Progress and followed shows are known from the plays.
  if (progress || statuses) wanted.add("history");
  return { feeds: wanted, progress, calendar: has(calendarTypes), statuses };
}

/** What polls keep for an account between them: the feeds that it needs, and what they derive from these. */
export function partsOf({ feeds: wanted, progress, calendar, statuses }: Reads): Set<string> {
  const parts = new Set<string>(wanted);
  if (progress) parts.add("progress");
  if (calendar) parts.add("calendar");
  if (statuses) parts.add("statuses");
  return parts;
}

/**
 * Writes anew what the account needs. `typesOf` is asked after the former needs were read, and again when another
 * writer was first: of two at once, the last has seen what both are about.
 */
export async function changeNeeds(
  ctx: Services,
  accountId: string,
  typesOf: () => Promise<Iterable<EventType>>,
): Promise<void> {
  for (;;) {
    const former = await load(ctx.store, Needs, needsKey(accountId));
    const types = [...new Set(await typesOf())].toSorted();
    const saved = await ctx.store.put(
      { ...needsKey(accountId), v: (former?.v ?? 0) + 1, data: { types } },
      former === undefined ? { kind: "absent" } : { kind: "version", v: former.v },
    );
    if (saved) return;
  }
}
