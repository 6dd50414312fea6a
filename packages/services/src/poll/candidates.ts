import { Show, type ShowFacts } from "@showrunner/core/media.ts";
import { sharedKey } from "@showrunner/core/keys.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, loadAll, type Stored } from "../stored.ts";
import { rememberToldStatus, toldStatus } from "./facts.ts";
import { announcedSeason, rememberSeasons, watchedSeasons } from "./announced-seasons.ts";
import { type Change, writeChange } from "./changes.ts";
import { compactShow } from "./feeds/media.ts";

/**
 * What was seen of a show and is not told yet: Trakt's facts are edited by many, and an edit may be taken back. It is told
 * once it has held for the confirmation time.
 */
const Candidate = z.object({
  show: Show,
  /** When Trakt says the show was updated, when it was seen first. */
  at: z.string(),
  /** Epoch ms. */
  seenAt: z.number(),
  change: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("status"), before: z.string(), after: z.string() }),
    z.object({ kind: z.literal("season"), season: z.int() }),
  ]),
});
type Candidate = z.infer<typeof Candidate>;
type Seen = Candidate["change"];

const prefix = "CANDIDATE#";
const candidateKey = (showId: number, kind: Seen["kind"]) => sharedKey(`${prefix}${kind}#${showId}`);

/** What is seen of a show now that nobody was told of: another status, a season more. */
async function seenOf(ctx: Services, facts: ShowFacts): Promise<Record<Seen["kind"], Seen | undefined>> {
  const showId = facts.ids.trakt;
  const before = await toldStatus(ctx, showId);
  const after = facts.status ?? null;
  const isOther = before != null && after !== null && before !== after;
  const season = await announcedSeason(ctx, showId);
  return {
    status: isOther ? { kind: "status", before, after } : undefined,
    season: season === undefined ? undefined : { kind: "season", season },
  };
}

/** Notes what is seen of a show that Trakt says was updated; what was seen before and is no longer so is forgotten. */
export async function noteSeen(ctx: Services, showId: number, updatedAt: string): Promise<void> {
  const before = await toldStatus(ctx, showId);
  if (before === undefined && !(await watchedSeasons(ctx, showId))) return;
  const facts = await freshShow(ctx, showId);
  if (facts === undefined) return;
  if (before === null && facts.status != null) await rememberToldStatus(ctx, facts);
  const seen = await seenOf(ctx, facts);
  for (const kind of ["status", "season"] as const) {
    const former = await load(ctx.store, Candidate, candidateKey(showId, kind));
    await replace(ctx, facts, updatedAt, former, kind, seen[kind]);
  }
}

async function replace(
  ctx: Services,
  facts: ShowFacts,
  at: string,
  former: Stored<Candidate> | undefined,
  kind: Seen["kind"],
  change: Seen | undefined,
): Promise<void> {
  const key = candidateKey(facts.ids.trakt, kind);
  if (change === undefined) {
    if (former !== undefined) await ctx.store.delete(key, { kind: "version", v: former.v });
    return;
  }
  // Seen again, it goes on holding.
  if (former !== undefined && JSON.stringify(former.value.change) === JSON.stringify(change)) return;
  const data: Candidate = { show: compactShow(facts), at, seenAt: ctx.clock.now(), change };
  await ctx.store.put(
    { ...key, v: (former?.v ?? 0) + 1, data },
    former === undefined ? { kind: "absent" } : { kind: "version", v: former.v },
  );
}

/**
 * Tells of what has held for the confirmation time, after one more look at the show itself.
 *
 * @returns how much was told.
 */
export async function confirmSeen(ctx: Services): Promise<number> {
  let told = 0;
  const now = ctx.clock.now();
  for (const { v, value: candidate } of await loadAll(ctx.store, Candidate, sharedKey("").pk, prefix)) {
    if (candidate.seenAt + ctx.settings.statusConfirmMs > now) continue;
    const { show, at, change } = candidate;
    const key = candidateKey(show.ids.trakt, change.kind);
    const facts = await freshShow(ctx, show.ids.trakt);
    const seen = facts === undefined ? undefined : (await seenOf(ctx, facts))[change.kind];
    if (facts === undefined || JSON.stringify(seen) !== JSON.stringify(change)) {
      if (facts === undefined) await ctx.store.delete(key, { kind: "version", v });
      else await replace(ctx, facts, new Date(now).toISOString(), { v, value: candidate }, change.kind, seen);
      continue;
    }
    const foundAt = new Date(ctx.clock.now()).toISOString();
    const made: Change =
      change.kind === "status"
        ? { show: compactShow(facts), before: change.before, after: change.after, at, foundAt }
        : { show: compactShow(facts), season: change.season, at, foundAt };
    // Written before it is kept as told, so that a crash in between finds it again.
    await writeChange(ctx, made);
    if (change.kind === "status") await rememberToldStatus(ctx, facts);
    else await rememberSeasons(ctx, show.ids.trakt, change.season);
    await ctx.store.delete(key, { kind: "version", v });
    told += 1;
  }
  return told;
}

/** Undefined for a show that Trakt no longer has. */
async function freshShow(ctx: Services, showId: number): Promise<ShowFacts | undefined> {
  try {
    return await ctx.trakt.call(Shows.summary, { id: String(showId), extended: "full" });
  } catch (error) {
    if (error instanceof TraktError && error.kind === "not_found") return undefined;
    throw error;
  }
}
