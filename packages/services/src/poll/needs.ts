import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Fact } from "@showrunner/rules/compile.ts";
import { needsKey } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import type { FeedName } from "./feeds/feed.ts";
import { feeds } from "./feeds/table.ts";
import { kindOf, readAsPerson } from "../rules/kept-facts.ts";
import { load } from "../stored.ts";

/** The event types that an account's enabled rules wait for: what nobody waits for is not read. */
export const Needs = z.object({
  types: z.array(z.string()),
  /** The kinds of facts that their conditions ask for beyond what events tell. */
  facts: z.array(z.string()).default([]),
});
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
  /** Those that conditions ask about, whatever the event. */
  asked: ReadonlySet<FeedName>;
  /** Progress of shows whose plays changed. */
  progress: boolean;
  /** The person's own calendar. */
  calendar: boolean;
  /** Changes of status of the shows that they watch. */
  statuses: boolean;
  /** When things moved, for the facts that rules ask for and that are kept while nothing did. */
  marks: boolean;
}

/** What must be read for an account so that none of the events that its rules wait for is missed. */
export function readsFor(needs: Needs | undefined): Reads {
  const types = new Set(needs?.types ?? []);
  const has = (some: ReadonlySet<string>): boolean => [...types].some((type) => some.has(type));
  const progress = has(derivedTypes);
  const statuses = has(statusTypes);
  const wanted = new Set<FeedName>();
  for (const feed of feeds) if (has(new Set<string>(feed.types))) wanted.add(feed.name);
  // What conditions ask of a feed is told by its snapshot.
  const asked = new Set(feeds.map(({ name }) => name).filter((name) => needs?.facts.includes(name)));
  for (const name of asked) wanted.add(name);
  // Progress and followed shows are known from the plays.
  if (progress || statuses) wanted.add("history");
  const marks = (needs?.facts ?? []).some((fact) => readAsPerson(fact));
  return { feeds: wanted, asked, progress, calendar: has(calendarTypes), statuses, marks };
}

/** What polls keep for an account between them: the feeds that it needs, and what they derive from these. */
export function partsOf({ feeds: wanted, progress, calendar, statuses }: Reads): Set<string> {
  const parts = new Set<string>(wanted);
  if (progress) parts.add("progress");
  if (calendar) parts.add("calendar");
  if (statuses) parts.add("statuses");
  return parts;
}

/** What an account's rules wait for, and ask for. */
export interface Wanted {
  types: Iterable<EventType>;
  facts: Iterable<Fact>;
}

/**
 * Writes anew what the account needs. `wantedNow` is asked after the former needs were read, and again when another
 * writer was first: of two at once, the last has seen what both are about.
 */
export async function changeNeeds(ctx: Services, accountId: string, wantedNow: () => Promise<Wanted>): Promise<void> {
  for (;;) {
    const former = await load(ctx.store, Needs, needsKey(accountId));
    const wanted = await wantedNow();
    const types = [...new Set(wanted.types)].toSorted();
    // Kinds only: what polls read is one small query, however many lists are named.
    const facts = [...new Set([...wanted.facts].map(kindOf))].toSorted();
    const saved = await ctx.store.put(
      { ...needsKey(accountId), v: (former?.v ?? 0) + 1, data: { types, facts } },
      former === undefined ? { kind: "absent" } : { kind: "version", v: former.v },
    );
    if (saved) return;
  }
}
