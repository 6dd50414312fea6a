import { definitionOf, isEventType } from "@showrunner/core/events/catalogue.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { factKey, factMarksKey } from "@showrunner/core/keys.ts";
import type { FeedFact } from "@showrunner/rules/word.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import type { Activities } from "../poll/activities.ts";
import { load, type Stored } from "../stored.ts";

/**
 * Facts that only a person's token can read, kept for the rules, which have no token: read by polls when a rule asked,
 * valid for the events that were waiting for them, and for others while nothing moved that bears on them.
 */
export const KeptFact = z.object({
  /** What Trakt said; null before it was ever read. */
  read: z
    .object({
      value: z.unknown(),
      at: z.number(),
      /** What had moved when, of that which the fact depends on, as of the reading or before. */
      mark: z.string(),
      /** The events that waited for it. */
      events: z.array(z.string()),
    })
    .nullable(),
  /** Why it could not be read the last time. `final`: for these events it never will. */
  failure: z.object({ message: z.string(), final: z.array(z.string()) }).nullable(),
});
export type KeptFact = z.infer<typeof KeptFact>;

export const noFact: KeptFact = { read: null, failure: null };

const Marks = z.object({ activities: z.record(z.string(), z.string()) });

/** What of `/sync/last_activities` tells that a kind of fact may have changed; of some kinds it never does. */
const dependsOn: Readonly<Record<string, readonly string[]>> = {
  progress: ["episodes.watched_at"],
  list: ["lists.updated_at"],
  friends: [],
};

/** Friends' latest plays, each with the key of its show or movie: `show:1390`. */
export const FriendsPlays = z.array(z.object({ user: z.string(), of: z.string() }));
export type FriendsPlays = z.infer<typeof FriendsPlays>;

/** Under which name it is asked that a feed be read that never was. */
export const feedName = (feed: FeedFact): string => `feed:${feed}`;

/** Whether a fact that rules ask for, named with or without what it is about, is read as the person and then kept. */
export function readAsPerson(name: string): boolean {
  return Object.hasOwn(dependsOn, kindOf(name));
}

/** A fact's kind: what its name begins with. */
export function kindOf(name: string): string {
  return name.split(":", 1)[0] ?? name;
}

/** Writes down when that moved which facts depend on. Before the changes are told, so that no rule takes an old fact. */
export async function putMarks(ctx: Services, accountId: string, activities: Activities): Promise<void> {
  const keys = Object.values(dependsOn).flat();
  const kept = keys.map((key) => [key, activities.get(key) ?? activities.get("all") ?? ""] as const);
  await ctx.store.put({ ...factMarksKey(accountId), v: 1, data: { activities: Object.fromEntries(kept) } });
}

/** No poll found a change since rules ask for facts: what was read is for those who were there by then. */
const notSeen = "?";

/** When that moved which a fact depends on, as the last poll saw it. */
export async function markOf(ctx: Services, accountId: string, name: string): Promise<string> {
  const marks = await load(ctx.store, Marks, factMarksKey(accountId));
  const keys = dependsOn[kindOf(name)] ?? [];
  return keys.map((key) => marks?.value.activities[key] ?? notSeen).join(" ");
}

export async function loadFact(ctx: Services, accountId: string, name: string): Promise<Stored<KeptFact> | undefined> {
  return await load(ctx.store, KeptFact, factKey(accountId, name));
}

/** What a fact is to be true of: an event's moment, or that of whatever else waits for it. */
export interface Moment {
  /** Of what waits. */
  id: string;
  /** What was read since, while nothing moved, is as good as read for it; epoch ms. */
  knownAt: number;
  /** What was read before is old, whatever moved or not; epoch ms. */
  notBefore: number | null;
}

export function momentOf(event: ChangeEvent): Moment {
  // What airs moves nothing that Trakt tells of.
  const airs = isEventType(event.type) && definitionOf(event.type).family === "calendar";
  return {
    id: event.id,
    knownAt: Date.parse(event.recordedtime),
    notBefore: airs ? Date.parse(event.time) : null,
  };
}

/** Whether a kept fact is true of a moment. */
export function isOf(
  ctx: Pick<Services, "clock" | "settings">,
  { read }: KeptFact,
  mark: string,
  moment: Moment,
): boolean {
  if (read === null) return false;
  if (read.events.includes(moment.id)) return true;
  if (read.mark !== mark || ctx.clock.now() - read.at >= ctx.settings.personFactsMaxAgeMs) return false;
  if (moment.notBefore !== null && read.at < moment.notBefore) return false;
  // Trakt's reads lag its writes: what was read early is for those who were there by then.
  const movedAt = mark.split(" ").map((at) => (at === notSeen ? Infinity : Date.parse(at) || 0));
  return read.at >= Math.max(...movedAt) + ctx.settings.settleMs || read.at >= moment.knownAt;
}

/** Changes a kept fact, whoever else does at the same time. */
export async function keepFact(
  ctx: Services,
  accountId: string,
  name: string,
  change: (former: KeptFact) => KeptFact,
): Promise<void> {
  for (;;) {
    const former = await loadFact(ctx, accountId, name);
    const saved = await ctx.store.put(
      {
        ...factKey(accountId, name),
        v: (former?.v ?? 0) + 1,
        data: change(former?.value ?? noFact),
        ttl: Math.ceil((ctx.clock.now() + keptMs) / 1000),
      },
      former === undefined ? { kind: "absent" } : { kind: "version", v: former.v },
    );
    if (saved) return;
  }
}

/** Longer than an event may wait for it. */
const keptMs = 3 * 24 * 3_600_000;

/** Events are remembered up to this many: an item has its limits, and later ones are told by the marks. */
export const mostEvents = 300;

/** The events that a fact now holds for: those of before, for it is younger still, and those it was read for. */
export function joined(former: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...former, ...more])].slice(-mostEvents);
}
