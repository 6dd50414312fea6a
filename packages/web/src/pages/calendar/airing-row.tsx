import type { ReactElement } from "react";
import { Link } from "react-router";
import { Badge, Status } from "../../ui/badge.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Dotted } from "../watched/dotted.tsx";
import { type Airing, marksOf, numberOf, type Standing, standingOf, titleOf } from "./airings.ts";
import styles from "./airing-row.module.css";

interface AiringRowsProps extends Omit<AiringRowProps, "airing"> {
  airings: readonly Airing[];
}

/** The airings of a day. */
export const AiringRows = ({ airings, ...shared }: AiringRowsProps): ReactElement => (
  <ul className={styles.rows}>
    {airings.map((airing) => (
      <AiringRow key={airing.key} airing={airing} {...shared} />
    ))}
  </ul>
);

interface AiringRowProps {
  airing: Airing;
  zone: string;
  nowMs: number;
  /** The day that it is for the person, ISO. */
  today: string;
}

/** When, what, whether something begins or ends with it, and how it stands. */
function AiringRow({ airing, zone, nowMs, today }: AiringRowProps): ReactElement {
  const standing = standingOf(airing, nowMs, today);
  return (
    <li className={styles.row}>
      <div className={styles.time}>
        {airing.kind === "movie" ? (
          <Icon name="film" label="Movie" />
        ) : (
          <time dateTime={airing.first.airsAt}>{timeIn(zone, airing.first.airsAt)}</time>
        )}
      </div>
      <div className={styles.words}>
        <AiringLink airing={airing} />
        <p className={styles.detail}>
          <Dotted parts={[numberOf(airing), ...moreOf(airing)]} />
        </p>
        <Marks airing={airing} />
      </div>
      <div className={styles.standing}>
        <StandingWords standing={standing} />
      </div>
    </li>
  );
}

const timeIn = (zone: string, at: string): string =>
  new Intl.DateTimeFormat(undefined, { timeStyle: "short", timeZone: zone }).format(new Date(at));

function moreOf(airing: Airing): string[] {
  if (airing.kind === "movie") return ["Movie", ...minutes(airing.entry.runtimeMinutes)];
  const { first, episodes } = airing;
  const what = episodes.length === 1 ? first.title : `${episodes.length} episodes`;
  return [
    ...(what === null ? [] : [what]),
    ...(first.network === null ? [] : [first.network]),
    ...minutes(first.runtimeMinutes),
  ];
}

const minutes = (count: number | null): string[] => (count === null ? [] : [`${count} min`]);

/** Shows lead to how far one is with them; movies to Trakt. */
function AiringLink({ airing }: { airing: Airing }): ReactElement {
  const title = titleOf(airing);
  if (airing.kind === "movie") {
    const { slug, trakt } = airing.entry.movie;
    return (
      <a
        className={styles.title}
        href={`https://trakt.tv/movies/${encodeURIComponent(slug ?? trakt)}`}
        target="_blank"
        rel="noopener noreferrer"
      >
        {title}
      </a>
    );
  }
  const { slug } = airing.first.show;
  return slug === null ? (
    <span className={styles.title}>{title}</span>
  ) : (
    <Link className={styles.title} to={`/progress/${encodeURIComponent(slug)}`}>
      {title}
    </Link>
  );
}

/** Premieres and finales, each with its own sign and its own words. */
function Marks({ airing }: { airing: Airing }): ReactElement | null {
  const marks = marksOf(airing);
  if (marks.length === 0) return null;
  return (
    <p className={styles.marks}>
      {marks.map(({ kind, words }) =>
        kind === "premiere" ? (
          <Badge key={kind} tone="accent" icon="spark">
            {words}
          </Badge>
        ) : (
          <Badge key={kind} tone="info" icon="star">
            {words}
          </Badge>
        ),
      )}
    </p>
  );
}

function StandingWords({ standing }: { standing: Standing }): ReactElement | null {
  switch (standing.kind) {
    case "ahead":
      return null;
    case "watched":
      return <Status tone="good">Watched</Status>;
    case "on":
      return <Status tone="accent">On now</Status>;
    case "partly":
      return (
        <Status tone="info">
          {standing.watched} of {standing.of} watched
        </Status>
      );
    case "unwatched":
      return <Status tone="plain">Not watched</Status>;
    case "aired":
      return <Status tone="plain">Out</Status>;
  }
}
