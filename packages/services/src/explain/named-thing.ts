import { Problem } from "@showrunner/core/errors.ts";
import type { Ids } from "@showrunner/core/media.ts";
import * as Movies from "@showrunner/trakt/contract/movies.ts";
import * as Search from "@showrunner/trakt/contract/search.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import type { Services } from "../context.ts";
import { loadSnapshot } from "../poll/snapshots.ts";
import { Things } from "../rules/things.ts";
import { ifKnown } from "../views/known-to-trakt.ts";

/** A show or movie that a person named. */
export interface NamedThing {
  kind: "show" | "movie";
  trakt: number;
  title: string;
}

type Kind = NamedThing["kind"];

/** What polls keep of a person's that names shows and movies, the likeliest first. */
const kept = [
  "calendar",
  "watchlist",
  "history",
  "favorites",
  "ratings",
  "collection",
  "list_items",
  "dropped",
  "hidden",
] as const;

/**
 * Finds what a person means by a title, a slug or Trakt's id: among what is theirs first, then at Trakt, which is not asked
 * as them. Of a show and a movie of the same name the show, unless `kind` says otherwise. Throws `media.unknown`.
 */
export async function findThing(ctx: Services, accountId: string, text: string, kind?: Kind): Promise<NamedThing> {
  const kinds: readonly Kind[] = kind === undefined ? ["show", "movie"] : [kind];
  const wanted = text.trim().toLowerCase();
  const own: NamedThing[] = [];
  const byId: NamedThing[] = [];
  for (const feed of kept)
    for (const { show, movie } of (await loadSnapshot(ctx, accountId, feed, Things))?.rows ?? [])
      for (const [one, thing] of [
        ["show", show],
        ["movie", movie],
      ] as const) {
        if (thing === undefined || !kinds.includes(one)) continue;
        const named = { kind: one, trakt: thing.ids.trakt, title: thing.title };
        if (isNamed(wanted, thing)) own.push(named);
        if (String(thing.ids.trakt) === wanted) byId.push(named);
      }
  // Some shows are called 24 or 1923.
  const found = [...own, ...byId].toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind))[0];
  const thing = found ?? (await atTrakt(ctx, wanted, kinds));
  if (thing !== undefined) return thing;
  throw new Problem({
    code: "media.unknown",
    message: `neither you nor Trakt know ${kind === undefined ? "a show or movie" : `a ${kind}`} called "${text}"`,
    hint: "Name it by its title, by the last part of its address at Trakt, or by Trakt's number.",
  });
}

function isNamed(
  wanted: string,
  { title, year, ids }: { title: string; year?: number | null | undefined; ids: Ids },
): boolean {
  const name = title.toLowerCase();
  return (
    name === wanted || `${name} (${year ?? ""})` === wanted || `${name} ${year ?? ""}` === wanted || ids.slug === wanted
  );
}

async function atTrakt(ctx: Services, wanted: string, kinds: readonly Kind[]): Promise<NamedThing | undefined> {
  if (/^[\p{L}\p{N}-]+$/u.test(wanted))
    for (const kind of kinds) {
      const call =
        kind === "show"
          ? ctx.trakt.call(Shows.summary, { id: wanted })
          : ctx.trakt.call(Movies.summary, { id: wanted });
      const thing = await ifKnown<{ title: string; ids: Ids }>(call);
      if (thing !== undefined) return { kind, trakt: thing.ids.trakt, title: thing.title };
    }
  const [best] = await ctx.trakt.call(Search.text, { type: [...kinds], query: Search.literally(wanted), limit: 1 });
  if (best?.type === "show" && best.show != null)
    return { kind: "show", trakt: best.show.ids.trakt, title: best.show.title };
  if (best?.type === "movie" && best.movie != null)
    return { kind: "movie", trakt: best.movie.ids.trakt, title: best.movie.title };
  return undefined;
}
