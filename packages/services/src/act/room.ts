import { isTraktRequest, itemKey, type TraktRequest } from "@showrunner/core/actions.ts";
import { roomKey, ruleKey } from "@showrunner/core/keys.ts";
import { type ActionRecord, RuleRecord } from "@showrunner/core/records.ts";
import { WatchlistBudget } from "@showrunner/rules/limits.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import type { TraktError } from "@showrunner/trakt/errors.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";
import { evictOldest } from "./evict.ts";
import type { Place } from "./standings.ts";
import type { Verdict } from "./prepare.ts";

/** What the account may hold, as Trakt's settings say; null where they say nothing. */
const Limits = z.object({
  watchlist: z.int().nullable(),
  favorites: z.int().nullable(),
  listItems: z.int().nullable(),
  readAt: z.number(),
});
type Limits = z.infer<typeof Limits>;

/** Trakt moves the limits about; an account becomes VIP. */
const limitsAgeMs = 6 * 3_600_000;
/** After this long it is tried once more: people pay for more room, and what Trakt counts it need not list. */
const fullAgeMs = 24 * 3_600_000;
/** Until what makes room has been done. */
const makingRoomMs = 15_000;

/** A place was full: so many things were in it when Trakt refused another. */
const Full = z.object({ count: z.int(), at: z.string() });

/** The places that Trakt refuses more in. */
function placeName(
  request: TraktRequest,
): { name: string; title: string; limit: keyof Omit<Limits, "readAt"> } | undefined {
  switch (request.do) {
    case "watchlist.add":
      return { name: "watchlist", title: "the watchlist", limit: "watchlist" };
    case "favorites.add":
      return { name: "favorites", title: "the favorites", limit: "favorites" };
    case "list.add":
      return { name: `list ${request.list.toLowerCase()}`, title: `the list ${request.list}`, limit: "listItems" };
    default:
      return undefined;
  }
}

/** An account's limits as they were read in the last hours; undefined when they were not. */
export async function knownLimits(ctx: Services, accountId: string): Promise<Limits | undefined> {
  const known = await load(ctx.store, Limits, roomKey(accountId, "limits"));
  return known !== undefined && ctx.clock.now() - known.value.readAt < limitsAgeMs ? known.value : undefined;
}

export async function limitsOf(ctx: Services, session: TraktSession, isFresh = false): Promise<Limits> {
  const key = roomKey(session.key, "limits");
  const known = await load(ctx.store, Limits, key);
  if (!isFresh && known !== undefined && ctx.clock.now() - known.value.readAt < limitsAgeMs) return known.value;
  const { limits } = await session.call(Users.settings, {});
  const fresh: Limits = {
    watchlist: limits?.watchlist?.item_count ?? null,
    favorites: limits?.favorites?.item_count ?? null,
    listItems: limits?.list?.item_count ?? null,
    readAt: ctx.clock.now(),
  };
  await ctx.store.put({ ...key, v: (known?.v ?? 0) + 1, data: fresh });
  return fresh;
}

/**
 * Which of some additions to one place there is no room for, and what becomes of them. A place that Trakt said was full is
 * not knocked at again while as much is in it. A rule with a budget leaves its reserve free, and makes room by taking off
 * what it added first, if it is to.
 */
export async function withoutRoom(
  ctx: Services,
  session: TraktSession,
  actions: readonly ActionRecord[],
  place: Place | undefined,
): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  const [first] = actions;
  if (first === undefined || !isTraktRequest(first.request) || place === undefined) return verdicts;
  const target = placeName(first.request);
  if (target === undefined) return verdicts;
  const fresh = actions.filter(({ request }) => isTraktRequest(request) && !place.rows.has(itemKey(request.item)));
  if (fresh.length === 0) return verdicts;

  const full = await load(ctx.store, Full, roomKey(session.key, target.name));
  const isRecent = full !== undefined && ctx.clock.now() - Date.parse(full.value.at) < fullAgeMs;
  if (isRecent && place.rows.size >= full.value.count) {
    for (const { id } of fresh)
      verdicts.set(id, { kind: "refused", detail: fullWords(target.title, full.value.count) });
    return verdicts;
  }
  if (full !== undefined) await ctx.store.delete(roomKey(session.key, target.name), { kind: "version", v: full.v });

  if (first.request.do !== "watchlist.add") return verdicts;
  let taken = place.rows.size;
  for (const [ruleId, asked] of Map.groupBy(fresh, (action) => action.ruleId)) {
    // What takes a removal back is the person's own word.
    const budget = await budgetOf(ctx, first.accountId, ruleId);
    const own = asked.filter((action) => action.undoes == null);
    if (budget === undefined || own.length === 0) {
      taken += asked.length;
      continue;
    }
    const { watchlist: most } = await limitsOf(ctx, session);
    if (most === null) continue;
    const room = Math.max(0, most - budget.reserve - taken);
    taken += Math.min(room, own.length);
    const over = own.slice(room);
    if (over.length === 0) continue;
    const makesRoom = budget.evict === "oldest" && (await evictOldest(ctx, first, ruleId, place, over.length));
    for (const { id } of over)
      verdicts.set(
        id,
        makesRoom
          ? { kind: "wait", waitMs: makingRoomMs, detail: "waits for room: what the rule added first makes way" }
          : { kind: "refused", detail: budgetWords(place.rows.size, most, budget) },
      );
  }
  return verdicts;
}

const Budgeted = z.object({ options: z.object({ watchlist: WatchlistBudget.optional() }).optional() });

async function budgetOf(ctx: Services, accountId: string, ruleId: string): Promise<WatchlistBudget | undefined> {
  const rule = await load(ctx.store, RuleRecord, ruleKey(accountId, ruleId));
  // Of the rule nothing else matters here, and to compile it takes more than is loaded for that.
  return rule === undefined ? undefined : Budgeted.parse(rule.value.source).options?.watchlist;
}

function budgetWords(count: number, most: number, { reserve, evict }: WatchlistBudget): string {
  const why = evict === undefined ? "" : ", and nothing on it is this rule's own";
  return `the watchlist has ${count} of ${most} things, and the rule leaves ${reserve} places free${why}`;
}

function fullWords(title: string, count: number): string {
  return `${title} is full with ${count} things: nothing is added until something leaves it`;
}

/** A place that Trakt takes no more in; `room` says how many of those that it refused together still go in. */
export interface Fullness {
  room: number;
  title: string;
  limit: string;
  allowed: number;
  at: string;
  detail: string;
}

/**
 * Writes down that Trakt refused more in a place (420), so that nobody knocks there again before something has left it.
 * Returns how many still go in, as far as the account's limits say.
 */
export async function noteFull(
  ctx: Services,
  session: TraktSession,
  requests: readonly TraktRequest[],
  place: Place | undefined,
  error: TraktError,
): Promise<Fullness | undefined> {
  const [first] = requests;
  const target = first === undefined ? undefined : placeName(first);
  if (target === undefined || place === undefined) return undefined;
  const most = (await limitsOf(ctx, session, true))[target.limit];
  const told = most === null ? 0 : Math.max(0, most - place.rows.size);
  // Where Trakt's settings say that all of them would have gone in, its refusal says otherwise.
  const room = told < requests.length ? told : 0;
  const count = place.rows.size + room;
  const key = roomKey(session.key, target.name);
  const known = await load(ctx.store, Full, key);
  const at = new Date(ctx.clock.now()).toISOString();
  const data = { count, at };
  await ctx.store.put({ ...key, v: (known?.v ?? 0) + 1, data });
  const limit = target.limit === "listItems" ? "list_items" : target.limit;
  return {
    room,
    title: target.title,
    limit,
    allowed: count,
    at,
    detail: `${error.message}; ${fullWords(target.title, count)}`,
  };
}

/** Forgets that a place was full: the person says that it has room. */
export async function forgetFull(ctx: Services, { accountId, request }: ActionRecord): Promise<void> {
  const target = isTraktRequest(request) ? placeName(request) : undefined;
  if (target !== undefined) await ctx.store.delete(roomKey(accountId, target.name));
}
