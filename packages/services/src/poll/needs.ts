import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Fact } from "@showrunner/rules/compile.ts";
import { needsKey } from "@showrunner/core/keys.ts";
import type { Offset } from "@showrunner/detect/occurrences.ts";
import * as z from "zod";
import type { LookName, Services } from "../context.ts";
import type { FeedName } from "./feeds/feed.ts";
import { feeds } from "./feeds/table.ts";
import { looks } from "./looks/table.ts";
import { kindOf, readAsPerson } from "../rules/kept-facts.ts";
import { load } from "../stored.ts";

/** The event types that an account's enabled rules wait for: what nobody waits for is not read. */
export const Needs = z.object({
  types: z.array(z.string()),
  /** How long before or after its time what is on the calendar is wanted too. */
  offsets: z.array(z.object({ type: z.string(), minutes: z.int() })).default([]),
  /** After how many minutes without a play a show has stalled. */
  stalls: z.array(z.int()).default([]),
  /** The kinds of facts that their conditions ask for beyond what events tell. */
  facts: z.array(z.string()).default([]),
});
export type Needs = z.infer<typeof Needs>;

/** What a person's rules wait for. */
export interface Wants {
  types: readonly EventType[];
  offsets: readonly Offset[];
  stalls: readonly number[];
  /** What their conditions ask for beyond what events tell. */
  facts: Iterable<Fact>;
}

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
  "season.ending",
  "season.aired",
  "movie.releasing",
  "movie.streaming",
  "movie.on_disc",
  // It tells what airs.
  "time.scheduled",
]);
const finaleTypes: ReadonlySet<EventType> = new Set<EventType>(["season.ending", "season.aired"]);
const statusTypes: ReadonlySet<EventType> = new Set<EventType>([
  "show.renewed",
  "show.canceled",
  "show.ended",
  "show.season_announced",
  // A show that ends after its last episode was watched is completed by its end.
  "show.completed",
]);

/** What of a calendar is read besides its episodes and the first releases of movies, and when it is told. */
export interface Calendars {
  finales: boolean;
  streaming: boolean;
  discs: boolean;
  offsets: readonly Offset[];
}

export interface Reads {
  feeds: ReadonlySet<FeedName>;
  /** Those that conditions ask about, whatever the event. */
  asked: ReadonlySet<FeedName>;
  /** Progress of shows whose plays changed. */
  progress: boolean;
  /** The person's own calendar. */
  calendar: boolean;
  calendars: Calendars;
  /** After how many minutes without a play shows have stalled. */
  stalls: readonly number[];
  /** Changes of status of the shows that they watch. */
  statuses: boolean;
  /** Whether they have a season more. */
  seasons: boolean;
  /** What the activities do not tell of. */
  looks: ReadonlySet<LookName>;
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
  if (progress || statuses || types.has("time.scheduled")) wanted.add("history");
  const stalls = types.has("show.stalled") ? (needs?.stalls ?? []) : [];
  if (stalls.length > 0) for (const name of ["history", "hidden", "dropped"] as const) wanted.add(name);
  const calendars = calendarsFor((type) => types.has(type), needs?.offsets ?? []);
  const looked = new Set<LookName>();
  for (const look of looks) if (has(new Set<string>(look.types))) looked.add(look.name);
  return {
    feeds: wanted,
    asked,
    progress,
    calendar: has(calendarTypes),
    calendars,
    stalls,
    seasons: types.has("show.season_announced"),
    statuses,
    looks: looked,
    marks: (needs?.facts ?? []).some((fact) => readAsPerson(fact)),
  };
}

export function calendarsFor(isWanted: (type: EventType) => boolean, offsets: readonly Offset[]): Calendars {
  return {
    finales: [...finaleTypes].some(isWanted),
    streaming: isWanted("movie.streaming"),
    discs: isWanted("movie.on_disc"),
    offsets,
  };
}

/** The same for the same calendars, empty for the plain one: what a read of them was for. */
export function calendarsMark({ finales, streaming, discs, offsets }: Calendars): string[] {
  return [
    ...(finales ? ["finales"] : []),
    ...(streaming ? ["streaming"] : []),
    ...(discs ? ["discs"] : []),
    ...offsets.map((one) => `${one.type}@${one.minutes}`).toSorted(),
  ];
}

/** What polls keep for an account between them: the feeds that it needs, and what they derive from these. */
export function partsOf({ feeds: wanted, progress, calendar, statuses, seasons, looks: looked }: Reads): Set<string> {
  const parts = new Set<string>([...wanted, ...looked]);
  if (progress) parts.add("progress");
  if (calendar) parts.add("calendar");
  if (statuses) parts.add("statuses");
  if (seasons) parts.add("seasons");
  return parts;
}

/**
/**
 * Writes anew what the account needs. `wantsOf` is asked after the former needs were read, and again when another
 * writer was first: of two at once, the last has seen what both are about.
 */
export async function changeNeeds(ctx: Services, accountId: string, wantsOf: () => Promise<Wants>): Promise<void> {
  for (;;) {
    const former = await load(ctx.store, Needs, needsKey(accountId));
    const wants = await wantsOf();
    const types = [...new Set(wants.types)].toSorted();
    const offsets = distinct(wants.offsets);
    const stalls = [...new Set(wants.stalls)].toSorted((a, b) => a - b);
    // Kinds only: what polls read is one small query, however many lists are named.
    const facts = [...new Set([...wants.facts].map(kindOf))].toSorted();
    const saved = await ctx.store.put(
      { ...needsKey(accountId), v: (former?.v ?? 0) + 1, data: { types, offsets, stalls, facts } },
      former === undefined ? { kind: "absent" } : { kind: "version", v: former.v },
    );
    if (saved) return;
  }
}

function distinct(offsets: readonly Offset[]): Offset[] {
  const byName = new Map(offsets.map((one) => [`${one.type} ${one.minutes}`, one]));
  return [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
