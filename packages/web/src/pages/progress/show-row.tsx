import { memo, type ReactElement, useId, useState } from "react";
import { Link } from "react-router";
import { Status } from "../../ui/badge.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import type { EpisodeEntry } from "../calendar/airings.ts";
import { Dotted } from "../watched/dotted.tsx";
import { episodeCode } from "../watched/episode-code.ts";
import { DayOf } from "./day-of.tsx";
import { showPath } from "./show-path.ts";
import styles from "./show-row.module.css";
import { type ShowProgress, standingOf } from "./standing.ts";

interface ShowRowProps {
  one: ShowProgress;
  /** What airs next of it, where that is known. */
  airing: EpisodeEntry | undefined;
}

/** A show on one line: how far, what is next; its seasons when they are opened. */
export const ShowRow = memo(function ShowRow({ one, airing }: ShowRowProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { show, progress } = one;
  const { completed, aired, left, percentage } = progress;
  const path = showPath(show.ids);
  return (
    <li className={classNames(styles.item, isOpen && styles.isOpen)}>
      <div className={styles.row}>
        <div className={styles.name}>
          {path === undefined ? (
            <span className={styles.title}>{show.title}</span>
          ) : (
            <Link to={path} className={styles.title}>
              {show.title}
            </Link>
          )}
          <p className={styles.detail}>
            <Dotted parts={[show.year, show.network]} />
          </p>
        </div>
        <div className={styles.far}>
          <Progress value={completed} max={aired} label={`${percentage} %`} detail={`${completed} of ${aired}`} />
          <p className={styles.detail}>{left === 0 ? <Standing one={one} /> : `${left} left`}</p>
        </div>
        <Next one={one} airing={airing} />
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-controls={`${id}-seasons`}
          onClick={() => setOpen(!isOpen)}
        >
          <span className="visually-hidden">Seasons of {show.title}</span>
          <Icon name={isOpen ? "up" : "down"} />
        </button>
      </div>
      <div id={`${id}-seasons`} hidden={!isOpen}>
        {isOpen && <Seasons one={one} path={path} />}
      </div>
    </li>
  );
});

function Standing({ one }: { one: ShowProgress }): ReactElement {
  const standing = standingOf(one);
  if (standing === "not started") return <>Nothing has aired</>;
  return <Status tone="good">{standing === "finished" ? "Finished" : "Caught up"}</Status>;
}

/** What to watch next, or else what airs next. */
function Next({ one, airing }: ShowRowProps): ReactElement {
  const { next_episode: next } = one;
  if (next !== null)
    return (
      <div className={styles.next}>
        <p className={styles.what}>
          <span className={styles.label}>Next</span> {episodeCode(next.season, next.number)} {next.title}
        </p>
        {next.first_aired !== null && (
          <p className={styles.detail}>
            aired <DayOf at={next.first_aired} />
          </p>
        )}
      </div>
    );
  if (airing !== undefined)
    return (
      <div className={styles.next}>
        <p className={styles.what}>
          <span className={styles.label}>Airs</span> {episodeCode(airing.season, airing.number)} {airing.title}
        </p>
        <p className={styles.detail}>
          <Timestamp at={airing.airsAt} />
        </p>
      </div>
    );
  return (
    <div className={styles.next}>
      {one.last_watched_at !== null && (
        <p className={styles.detail}>
          watched <DayOf at={one.last_watched_at} />
        </p>
      )}
    </div>
  );
}

function Seasons({ one, path }: { one: ShowProgress; path: string | undefined }): ReactElement {
  return (
    <div className={styles.seasons}>
      <ul className={styles.bars} aria-label={`Seasons of ${one.show.title}`}>
        {one.seasons.map(({ season, completed, aired }) => (
          <li key={season}>
            <Progress value={completed} max={aired} label={`Season ${season}`} detail={`${completed} of ${aired}`} />
          </li>
        ))}
      </ul>
      <p className={styles.detail}>
        {one.hidden_seasons.length > 0 && `Hidden: season ${one.hidden_seasons.join(", ")}. `}
        {path !== undefined && <Link to={path}>Every episode</Link>}
      </p>
    </div>
  );
}
