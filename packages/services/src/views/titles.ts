import { Problem } from "@showrunner/core/errors.ts";
import { ShowFacts } from "@showrunner/core/media.ts";
import type { TraktCalls } from "@showrunner/trakt/client.ts";
import * as Search from "@showrunner/trakt/contract/search.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import { inTurns, readsAtOnce } from "./in-turns.ts";
import { ifKnown } from "./known-to-trakt.ts";

export const howToNameShows =
  "Name shows by their slug, the last part of their address at Trakt (game-of-thrones), or by their TVDB id (121361).";

/**
 * The shows that titles name: a number is a TVDB id first and a slug after (the show "24"), anything else a slug. Trakt is
 * asked only for what is not among the known shows. Throws Problem `show.unknown`, which names each that nobody knows.
 */
export async function findTitles(
  caller: Pick<TraktCalls, "call">,
  titles: readonly string[],
  known: Iterable<ShowFacts>,
): Promise<ShowFacts[]> {
  const all = [...known];
  const found = await inTurns(
    titles,
    readsAtOnce,
    async (title) => knownAs(all, title) ?? (await lookUp(caller, title)),
  );
  const missing = titles.filter((_, at) => found[at] === undefined);
  if (missing.length > 0)
    throw new Problem({
      code: "show.unknown",
      message: `Trakt knows no show ${missing.map((title) => `"${title}"`).join(", ")}`,
      hint: howToNameShows,
    });
  const byId = new Map(found.filter((show) => show !== undefined).map((show) => [show.ids.trakt, show]));
  return [...byId.values()];
}

const isNumber = (title: string): boolean => /^\d{1,15}$/.test(title);

function knownAs(shows: readonly ShowFacts[], title: string): ShowFacts | undefined {
  const byTvdb = isNumber(title) ? shows.find((show) => show.ids.tvdb === Number(title)) : undefined;
  // That nobody among them has the TVDB id does not make it a slug: another show may.
  return byTvdb ?? (isNumber(title) ? undefined : shows.find((show) => show.ids.slug === title));
}

async function lookUp(caller: Pick<TraktCalls, "call">, title: string): Promise<ShowFacts | undefined> {
  if (isNumber(title)) {
    const results = await caller.call(Search.lookup, { id_type: "tvdb", id: title, type: "show", extended: "full" });
    const show = results.find((one) => one.show?.ids.tvdb === Number(title))?.show;
    if (show != null) return ShowFacts.parse(show);
  }
  const reply = await ifKnown(caller.call(Shows.summary, { id: title, extended: "full" }));
  if (reply === undefined) return undefined;
  const show = ShowFacts.parse(reply);
  // Trakt takes its own ids there, too, which are not what is asked for.
  return show.ids.slug === title || (show.ids.slug == null && !isNumber(title)) ? show : undefined;
}
