import type { ReactElement } from "react";
import { Link } from "react-router";
import { Badge } from "../../ui/badge.tsx";
import { Icon } from "../../ui/icon.tsx";
import { RowItem } from "../../ui/rows.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { episodeCode } from "../watched/episode-code.ts";
import type { WatchlistReply } from "./budget-parts.ts";
import styles from "./watchlist-page.module.css";

type Item = WatchlistReply["items"][number];
type Thing = NonNullable<Item["thing"]>;

/** Something on the watchlist, and who put it there. */
export function WatchlistRow({ item }: { item: Item }): ReactElement {
  const { thing, listedAt, addedBy, evictable } = item;
  return (
    <RowItem
      before={
        <Icon name={thing?.kind === "movie" ? "film" : "screen"} label={thing?.kind === "movie" ? "Movie" : "Show"} />
      }
      title={thing === null ? item.key : <ThingLink thing={thing} />}
      detail={
        <>
          {thing !== null && (
            <>
              <bdi>{placeOf(thing)}</bdi> ·{" "}
            </>
          )}
          {addedBy === null ? (
            <>
              added by you <Timestamp at={listedAt} />
            </>
          ) : (
            <>
              added by{" "}
              <Link to={`/rules/${encodeURIComponent(addedBy.ruleId)}`}>
                <bdi>{addedBy.ruleName}</bdi>
              </Link>{" "}
              <Timestamp at={addedBy.at} />
            </>
          )}
          {evictable && (
            <p className={styles.may}>
              <Badge tone="wait" icon="replay">
                May make room
              </Badge>
            </p>
          )}
        </>
      }
    />
  );
}

/** Shows lead to one's own progress, movies to Trakt. */
function ThingLink({ thing }: { thing: Thing }): ReactElement {
  const { kind, slug, trakt, title } = thing;
  if (kind === "movie")
    return (
      <a
        className={styles.link}
        href={`https://trakt.tv/movies/${encodeURIComponent(slug ?? trakt)}`}
        target="_blank"
        rel="noopener noreferrer"
      >
        {title}
      </a>
    );
  return slug === null ? (
    <>{title}</>
  ) : (
    <Link className={styles.link} to={`/progress/${encodeURIComponent(slug)}`}>
      {title}
    </Link>
  );
}

/** "Movie, 2015", "Show, 2026", "Season 2", "2×05 Episode 5". */
function placeOf({ kind, year, season, episode }: Thing): string {
  if (kind === "episode" && season !== null && episode !== null)
    return [episodeCode(season, episode.number), episode.title].filter(Boolean).join(" ");
  if (kind === "season" && season !== null) return `Season ${season}`;
  return [kind === "movie" ? "Movie" : "Show", year].filter((part) => part !== null).join(", ");
}
