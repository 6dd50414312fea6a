import { accountPk, actionKey, index } from "@showrunner/core/keys.ts";
import { Deed } from "@showrunner/core/deeds.ts";
import { type Account, ActionRecord, type RuleRecord } from "@showrunner/core/records.ts";
import { listedItemKey } from "@showrunner/detect/item.ts";
import { ListedRow } from "@showrunner/detect/listed.ts";
import { WatchlistBudget } from "@showrunner/rules/limits.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import * as z from "zod";
import { Entry, isOf } from "../act/ledger.ts";
import { knownLimits, limitsOf } from "../act/room.ts";
import type { Services } from "../context.ts";
import { listedItemOf } from "../poll/feeds/listed-item.ts";
import { watchlist as watchlistFeed } from "../poll/feeds/watchlist.ts";
import { loadPollCursor } from "../poll/poll-cursor.ts";
import { loadSnapshot } from "../poll/snapshots.ts";
import { listRules, nameOf } from "../rules/rules.ts";
import { parseItem } from "../stored.ts";
import { askTrakt } from "./ask-trakt.ts";
import { keptRows } from "./kept-rows.ts";
import { oneFlight } from "./one-flight.ts";
import { thingOf, type TimelineThing } from "./timeline-thing.ts";
import { wholeList } from "./whole-list.ts";

/** A thing on the watchlist, and who put it there. Times are ISO 8601. */
export interface WatchlistItem {
  key: string;
  thing: TimelineThing | null;
  listedAt: string;
  /** The rule that added it; null: the person did. */
  addedBy: { ruleId: string; ruleName: string; at: string } | null;
  /** The rule would take it off again to make room for another. */
  evictable: boolean;
}

/** A rule that keeps to a budget. */
export interface BudgetedRule {
  ruleId: string;
  ruleName: string;
  enabled: boolean;
  reserve: number;
  evicts: boolean;
  /** How many more it may add; null where Trakt names no limit. */
  room: number | null;
  /** How many of its own are on the list. */
  own: number;
}

/** What rules added and was taken off again: to make room, or because somebody took it back. */
export interface TakenOff {
  title: string;
  ruleName: string;
  addedAt: string;
  /** Null while it is on its way off. */
  at: string | null;
}

export interface WatchlistView {
  /** Trakt's for this account; null where Trakt names none. */
  limit: number | null;
  count: number;
  byRules: number;
  room: number | null;
  rules: BudgetedRule[];
  takenOff: TakenOff[];
  items: WatchlistItem[];
  next: string | null;
}

const flight = oneFlight<ListedRow[]>();
/** Of each rule so many of its latest deeds are looked at for what was taken off. */
const deedsLooked = 100;
const takenOffShown = 20;

/**
 * The watchlist, the newest first, page by page, with who put each thing there and how much room there is. It costs no
 * call where a rule has it polled, and one at most while nothing moves. Throws `view.incomplete`, and what `askTrakt` does.
 */
export async function watchlist(
  ctx: Services,
  account: Account,
  { limit, after }: { limit: number; after?: string | undefined },
  signal?: AbortSignal,
): Promise<WatchlistView> {
  const [rows, allowed, entries, rules] = await Promise.all([
    listedRows(ctx, account, signal),
    allowedOn(ctx, account, signal),
    entriesOf(ctx, account.id),
    listRules(ctx, account.id),
  ]);
  const budgets = rules.flatMap((rule) => {
    const budget = Budgeted.safeParse(rule.source).data?.options?.watchlist;
    return budget === undefined ? [] : [{ rule, budget }];
  });
  const evicting = new Set(budgets.filter(({ budget }) => budget.evict === "oldest").map(({ rule }) => rule.id));
  const items = rows.map((row) => itemOf(row, entries, evicting)).toSorted(newestFirst);
  const ownOf = (ruleId: string): number => items.filter((one) => one.addedBy?.ruleId === ruleId).length;
  const from = after === undefined ? 0 : items.findIndex((one) => placeOf(one) < after);
  const page = from < 0 ? [] : items.slice(from, from + limit);
  const last = page.at(-1);
  const isLast = last === undefined || last === items.at(-1);
  return {
    limit: allowed,
    count: items.length,
    byRules: items.filter((one) => one.addedBy !== null).length,
    room: allowed === null ? null : Math.max(0, allowed - items.length),
    rules: budgets.map(({ rule, budget }) => ({
      ruleId: rule.id,
      ruleName: nameOf(rule),
      enabled: rule.enabled,
      reserve: budget.reserve,
      evicts: evicting.has(rule.id),
      room: allowed === null ? null : Math.max(0, allowed - budget.reserve - items.length),
      own: ownOf(rule.id),
    })),
    takenOff: await takenOff(
      ctx,
      account.id,
      budgets.map(({ rule }) => rule),
    ),
    items: page,
    next: isLast ? null : placeOf(last),
  };
}

const Budgeted = z.object({ options: z.object({ watchlist: WatchlistBudget.optional() }).optional() });

const placeOf = ({ listedAt, key }: WatchlistItem): string => `${listedAt} ${key}`;
const newestFirst = (a: WatchlistItem, b: WatchlistItem): number => (placeOf(a) < placeOf(b) ? 1 : -1);

function itemOf(row: ListedRow, entries: ReadonlyMap<string, Entry>, evicting: ReadonlySet<string>): WatchlistItem {
  const key = listedItemKey(row);
  const entry = entries.get(key);
  const isRules = entry !== undefined && isOf(entry, row.listed_at);
  const data = row.item_type === "movie" ? { movie: row.movie } : row;
  return {
    key,
    thing: thingOf(data),
    listedAt: new Date(row.listed_at).toISOString(),
    addedBy: isRules ? { ruleId: entry.ruleId, ruleName: entry.ruleName, at: entry.at } : null,
    evictable: isRules && evicting.has(entry.ruleId),
  };
}

/** What polls know of the watchlist; read where no rule needs it polled. */
async function listedRows(ctx: Services, account: Account, signal: AbortSignal | undefined): Promise<ListedRow[]> {
  const cursor = await loadPollCursor(ctx, account.id);
  const polled = cursor?.value.seeded.includes("watchlist")
    ? await loadSnapshot(ctx, account.id, "watchlist", ListedRow)
    : undefined;
  if (polled !== undefined) return polled.rows;
  const view = {
    row: ListedRow,
    activityKeys: watchlistFeed.activityKeys,
    maxAgeMs: ctx.settings.factsMaxAgeMs,
  };
  const part = {
    name: "watchlist",
    read: async (session: Parameters<typeof limitsOf>[1]) => {
      const listed = await wholeList("the watchlist", session.readWhole(Sync.watchlist, {}));
      return listed.flatMap((one) => {
        const item = listedItemOf(one);
        return item === undefined ? [] : [{ ...item, listed_at: one.listed_at }];
      });
    },
  };
  return await flight(ctx, [account.id], signal, (ends) => keptRows(ctx, account, view, [part], ends));
}

async function allowedOn(ctx: Services, account: Account, signal: AbortSignal | undefined): Promise<number | null> {
  const known = await knownLimits(ctx, account.id);
  const limits = known ?? (await askTrakt(ctx, account, (session) => limitsOf(ctx, session), signal));
  return limits.watchlist;
}

const entryPrefix = "LEDGER#watchlist#";

/** What rules ever added to the watchlist, by thing. */
async function entriesOf(ctx: Services, accountId: string): Promise<Map<string, Entry>> {
  const found = new Map<string, Entry>();
  let after: string | undefined;
  do {
    const page = await ctx.store.query({ pk: accountPk(accountId), prefix: entryPrefix, after });
    for (const item of page.items) found.set(item.sk.slice(entryPrefix.length), parseItem(Entry, item).value);
    after = page.next;
  } while (after !== undefined);
  return found;
}

async function takenOff(ctx: Services, accountId: string, rules: readonly RuleRecord[]): Promise<TakenOff[]> {
  const pages = await Promise.all(
    rules.map((rule) =>
      ctx.store.queryIndex({ gsi1pk: index.deeds(accountId, rule.id), descending: true, limit: deedsLooked }),
    ),
  );
  const deeds = pages
    .flatMap((page) => page.items.map((item) => parseItem(Deed, item).value))
    .filter((deed) => deed.request.do === "watchlist.add" && deed.undoneBy != null);
  const keys = deeds.flatMap((deed) => (deed.undoneBy ?? []).map((id) => actionKey(accountId, id)));
  const actions = new Map(
    (await ctx.store.getMany(keys)).map((item) => [item.sk, parseItem(ActionRecord, item).value]),
  );
  const told = deeds.flatMap((deed): TakenOff[] => {
    if (!("item" in deed.request)) return [];
    const by = (deed.undoneBy ?? []).map((id) => actions.get(actionKey(accountId, id).sk));
    if (by.some((action) => action?.state === "DEAD")) return [];
    const at = by.find((action) => action?.state === "DONE")?.finishedAt ?? null;
    return [{ title: deed.request.item.title, ruleName: deed.ruleName, addedAt: deed.at, at }];
  });
  const time = (one: TakenOff): string => one.at ?? "9";
  return told.toSorted((a, b) => (time(a) < time(b) ? 1 : -1)).slice(0, takenOffShown);
}
