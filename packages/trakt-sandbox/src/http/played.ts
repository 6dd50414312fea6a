import * as z from "zod";
import type { Item } from "../world/items.ts";
import type { Library } from "../world/library.ts";
import { empty, notFoundPage, type Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import { itemBody } from "./media.ts";
import { Entry, findItem } from "./named.ts";

const Episode = Entry.extend({
  season: z.int().nullish(),
  number: z.int().nullish(),
  /** Counted from the first of season 1. */
  number_abs: z.int().nullish(),
});

const Body = z.looseObject({
  movie: Entry.nullish(),
  show: Entry.nullish(),
  episode: Episode.nullish(),
});

/** The movie or episode that is played: 422 for a body of another shape, 404 for what is not known. */
export function playedItem(call: Call): Item | Answer {
  const parsed = Body.safeParse(call.body);
  if (!parsed.success) return empty(422);
  const { movie, episode, show } = parsed.data;
  const { library } = call.state;
  if (movie) return findItem(library, "movie", movie) ?? notFoundPage();
  if (!episode) return empty(422);
  const byId = findItem(library, "episode", episode);
  if (byId !== undefined) return byId;
  const found = show ? findItem(library, "show", show) : undefined;
  return (found?.type === "show" ? numbered(library, found.trakt, episode) : undefined) ?? notFoundPage();
}

export function isItem(found: Item | Answer): found is Item {
  return "type" in found;
}

/** `{movie}` or `{episode, show}`, without the type that lists have. */
export function playedBody(call: Call, key: string): Record<string, unknown> {
  const { type: _type, ...item } = itemBody(call, key) ?? {};
  return item;
}

/** Nobody in the sandbox is connected to anything to share with. */
export const sharing = { twitter: false, mastodon: false, tumblr: false };

function numbered(
  library: Library,
  show: number,
  { season, number, number_abs }: z.infer<typeof Episode>,
): Item | undefined {
  const episodes = (library.shows.get(show)?.seasons ?? []).flatMap((one) => one.episodes);
  const found =
    typeof number_abs === "number"
      ? episodes.filter((one) => one.season > 0)[number_abs - 1]
      : episodes.find((one) => one.season === season && one.number === number);
  return found && { type: "episode", trakt: found.trakt };
}
