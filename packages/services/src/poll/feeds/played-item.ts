import type { Episode, Movie, Show } from "@showrunner/core/media.ts";
import type { PlayedItem } from "@showrunner/detect/playback.ts";
import { compactEpisode, compactMovie, compactShow } from "./media.ts";

/** What Trakt gives for something played: `type`, and the objects that name it. */
interface TraktPlayed {
  type: string;
  movie?: Movie | null | undefined;
  show?: Show | null | undefined;
  episode?: Episode | null | undefined;
}

/** The episode, with its show, or the movie that is played; undefined for what is neither. */
export function playedItemOf({ type, movie, show, episode }: TraktPlayed): PlayedItem | undefined {
  if (type === "movie" && movie != null) return { item_type: "movie", movie: compactMovie(movie) };
  if (type !== "episode" || show == null || episode == null) return undefined;
  return { item_type: "episode", show: compactShow(show), episode: compactEpisode(episode) };
}
