import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { Link } from "react-router";
import styles from "./what-was-watched.module.css";
import { episodeCode } from "./episode-code.ts";

export type Play = ReplyOf<"views.watched">["items"][number];
export type Watching = NonNullable<ReplyOf<"views.watching">["watching"]>;
type Seen = Play | Watching;

/** The title of what is or was watched: a show leads to one's own progress on it, a movie to Trakt. */
export function SeenTitle({ seen }: { seen: Seen }): ReactElement {
  if (seen.type === "movie")
    return (
      <a className={styles.title} href={seen.movie.url} target="_blank" rel="noopener noreferrer">
        <bdi>{seen.movie.title}</bdi>
      </a>
    );
  const { slug } = seen.show.ids;
  if (slug == null) return <bdi className={styles.title}>{seen.show.title}</bdi>;
  return (
    <Link className={styles.title} to={`/progress/${encodeURIComponent(slug)}`}>
      <bdi>{seen.show.title}</bdi>
    </Link>
  );
}

/** "2×05 Episode 5", or a movie's year. */
export function seenDetail(seen: Seen): string {
  if (seen.type === "movie") return seen.movie.year == null ? "Movie" : `Movie, ${seen.movie.year}`;
  const { season, number, title } = seen.episode;
  return [episodeCode(season, number), title].filter(Boolean).join(" ");
}

const ways: Readonly<Record<string, string>> = {
  scrobble: "Scrobbled",
  checkin: "Checked in",
  watch: "Marked as watched",
};

/** How Trakt came to know of a play, in its own words. */
export const wayWords = (action: string): string => ways[action] ?? action;
