import type { Episode, Movie, Season, Show } from "@showrunner/core/media.ts";
import type { ListedItem } from "@showrunner/detect/item.ts";
import { compactEpisode, compactMovie, compactSeason, compactShow } from "./media.ts";

/** What Trakt's lists give for one thing: `type`, and the objects that name it. */
interface TraktItem {
  type: string;
  movie?: Movie | null | undefined;
  show?: Show | null | undefined;
  season?: Season | null | undefined;
  episode?: Episode | null | undefined;
}

/** The thing on one of Trakt's lists; undefined for kinds that are none of movie, show, season, episode. */
export function listedItemOf(item: TraktItem): ListedItem | undefined {
  const { movie, show, season, episode } = item;
  switch (item.type) {
    case "movie":
      return movie == null ? undefined : { item_type: "movie", movie: compactMovie(movie) };
    case "show":
      return show == null ? undefined : { item_type: "show", show: compactShow(show) };
    case "season":
      return show == null || season == null
        ? undefined
        : { item_type: "season", show: compactShow(show), season: compactSeason(season) };
    case "episode":
      return show == null || episode == null
        ? undefined
        : { item_type: "episode", show: compactShow(show), episode: compactEpisode(episode) };
    default:
      return undefined;
  }
}
