import { Problem } from "@showrunner/core/errors.ts";
import { Episode, Movie, Season, Show } from "@showrunner/core/media.ts";
import * as z from "zod";

/** A thing on a list: `item_type` names which of the keys is meant; seasons and episodes carry their show. */
export const ListedItem = z.object({
  item_type: z.enum(["movie", "show", "season", "episode"]),
  movie: Movie.optional(),
  show: Show.optional(),
  season: Season.optional(),
  episode: Episode.optional(),
});
export type ListedItem = z.infer<typeof ListedItem>;

/**
 * `movie:1`, `show:1390`, `season:1390:2`, `episode:73640`: the same for the same thing, in Trakt's own ids.
 * Throws Problem `item.incomplete` when the thing that `item_type` names is not there.
 */
export function listedItemKey(item: ListedItem): string {
  switch (item.item_type) {
    case "movie":
      if (item.movie !== undefined) return `movie:${item.movie.ids.trakt}`;
      break;
    case "show":
      if (item.show !== undefined) return `show:${item.show.ids.trakt}`;
      break;
    case "season":
      // A season's own id is not always given; its show and number always are.
      if (item.show !== undefined && item.season !== undefined) {
        return `season:${item.show.ids.trakt}:${item.season.number}`;
      }
      break;
    case "episode":
      if (item.episode !== undefined) return `episode:${item.episode.ids.trakt}`;
      break;
    default:
      item.item_type satisfies never;
  }
  throw incompleteItem(item);
}

/** For a row that lacks the very thing it is about. */
export function incompleteItem(item: { item_type: string }): Problem {
  return new Problem({
    code: "item.incomplete",
    message: `a row of type ${item.item_type} does not say which ${item.item_type} it is about`,
    hint: "Trakt's answer was read into a row without the thing itself: check how the feed's rows are made.",
  });
}
