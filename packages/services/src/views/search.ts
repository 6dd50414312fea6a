import { accountPk, viewKey } from "@showrunner/core/keys.ts";
import { type Movie, Show } from "@showrunner/core/media.ts";
import type { Account } from "@showrunner/core/records.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import * as Search from "@showrunner/trakt/contract/search.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { loadSnapshot } from "../poll/snapshots.ts";
import { Things } from "../rules/things.ts";
import { pausedUntil } from "../schedule/pause.ts";
import { brakeOn } from "../schedule/brake.ts";
import { loadAllKept } from "./kept.ts";
import { oneFlight } from "./one-flight.ts";
import { parseQuery } from "./query.ts";

const kinds = ["show", "movie"] as const;
type Kind = (typeof kinds)[number];

export const SearchQuery = z.strictObject({
  q: z.string().trim().min(2, "must have two letters at least").max(100, "must have 100 letters at most"),
  type: z
    .string()
    .default("show,movie")
    .transform((text) => [...new Set(text.split(",").map((one) => one.trim()))])
    .pipe(z.array(z.enum(kinds, "must be show, movie, or both with a comma between")).min(1)),
});

/** A show or movie that was looked for. */
export interface Found {
  kind: Kind;
  trakt: number;
  slug: string | null;
  title: string;
  year: number | null;
  /** Among what the person watched, listed or has on their calendar. */
  own: boolean;
}

/** What was found, the person's own first. */
export interface SearchView {
  items: Found[];
  /** False: Trakt could not be asked just now, and only the person's own is here. */
  whole: boolean;
}

const ownShown = 10;
const othersAsked = 10;
const rememberedMs = 10 * 60_000;
const mostRemembered = 500;
/** What polls keep that names shows and movies; of the history its latest parts. */
const feeds = [
  { name: "watchlist" },
  { name: "calendar" },
  { name: "favorites" },
  { name: "history", lastParts: 5 },
] as const;

const flight = oneFlight<Found[]>();
const remembered = new WeakMap<Services, Map<string, { at: number; found: Found[] }>>();

/** Looks for shows and movies by title: among the person's own, then at Trakt, which is not asked as them. Throws `view.invalid`. */
export async function search(
  ctx: Services,
  account: Account,
  asked: unknown,
  signal?: AbortSignal,
): Promise<SearchView> {
  const { q, type } = parseQuery(SearchQuery, asked);
  const [own, others] = await Promise.all([ownOf(ctx, account.id, q, type), atTrakt(ctx, q, type, signal)]);
  const known = new Set(own.map(keyOf));
  const rest = (others ?? []).filter((one) => !known.has(keyOf(one)));
  return { items: [...own, ...rest], whole: others !== undefined };
}

const keyOf = ({ kind, trakt }: Pick<Found, "kind" | "trakt">): string => `${kind}:${trakt}`;

async function ownOf(ctx: Services, accountId: string, q: string, wanted: readonly Kind[]): Promise<Found[]> {
  const [followed, ...snapshots] = await Promise.all([
    wanted.includes("show")
      ? loadAllKept(ctx.store, z.object({ show: Show }), {
          pk: accountPk(accountId),
          sk: viewKey(accountId, "progress#").sk,
        })
      : [],
    ...feeds.map((feed) => loadSnapshot(ctx, accountId, feed.name, Things, "lastParts" in feed ? feed : {})),
  ]);
  const found = new Map<string, Found>();
  const add = (kind: Kind, thing: Show | Movie | undefined): void => {
    if (thing === undefined || !wanted.includes(kind) || rankOf(thing.title, q) === undefined) return;
    found.set(`${kind}:${thing.ids.trakt}`, foundOf(kind, thing, true));
  };
  for (const { value } of followed) add("show", value.show);
  for (const row of snapshots.flatMap((one) => one?.rows ?? [])) {
    add("show", row.show);
    add("movie", row.movie);
  }
  const rank = ({ title }: Found): number => rankOf(title, q) ?? Infinity;
  return [...found.values()].toSorted((a, b) => rank(a) - rank(b) || (a.title < b.title ? -1 : 1)).slice(0, ownShown);
}

function foundOf(kind: Kind, { title, year, ids }: Show | Movie, own: boolean): Found {
  return { kind, trakt: ids.trakt, slug: ids.slug ?? null, title, year: year ?? null, own };
}

/** How well a title fits: 0 the best; undefined when it does not. */
function rankOf(title: string, q: string): number | undefined {
  const [name, wanted] = [plain(title), plain(q)];
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(` ${wanted}`)) return 2;
  return name.includes(wanted) ? 3 : undefined;
}

/** Letters as they are without their marks: people type `pokemon`. */
const plain = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

async function atTrakt(
  ctx: Services,
  q: string,
  type: readonly Kind[],
  signal: AbortSignal | undefined,
): Promise<Found[] | undefined> {
  const here = remembered.get(ctx) ?? new Map<string, { at: number; found: Found[] }>();
  remembered.set(ctx, here);
  const name = JSON.stringify([type.toSorted(), plain(q)]);
  const known = here.get(name);
  if (known !== undefined && ctx.clock.now() - known.at < rememberedMs) return known.found;
  if ((await pausedUntil(ctx)) > ctx.clock.now()) return undefined;
  try {
    const found = await flight(ctx, [name], signal, async (ends) => {
      const ask = { type: [...type], query: Search.literally(q), limit: othersAsked };
      const results = await ctx.trakt.call(Search.text, ask, { signal: ends });
      return results.flatMap((one) => {
        if (one.type === "show" && one.show != null) return [foundOf("show", one.show, false)];
        return one.type === "movie" && one.movie != null ? [foundOf("movie", one.movie, false)] : [];
      });
    });
    const oldest = here.keys().next();
    if (here.size >= mostRemembered && oldest.done !== true) here.delete(oldest.value);
    here.set(name, { at: ctx.clock.now(), found });
    return found;
  } catch (error) {
    if (!(error instanceof TraktError)) throw error;
    await brakeOn(ctx, error);
    return undefined;
  }
}
