import { type ReactElement, useId, useState } from "react";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import { Progress } from "../../ui/progress.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import styles from "./season-card.module.css";
import type { EpisodeLine, EpisodeState, SeasonLine } from "./seasons.ts";

interface SeasonCardProps {
  line: SeasonLine;
  /** Titles and dates are known. */
  isNamed: boolean;
}

/** A season: its bar, a square for each episode, and all of their titles when they are opened. */
export function SeasonCard({ line, isNamed }: SeasonCardProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { number, isHidden, completed, aired, episodes } = line;
  return (
    <Card as="article">
      <div className={styles.season}>
        <header className={styles.header}>
          <h3>Season {number}</h3>
          {aired > 0 && (
            <p className={styles.sum}>
              {completed} of {aired} watched
            </p>
          )}
          {isHidden && <Badge icon="minus">Hidden, counts nowhere</Badge>}
          {!isHidden && aired === 0 && <Badge icon="clock">To come</Badge>}
          {episodes.length > 0 && (
            <Button
              size="s"
              look="quiet"
              icon={isOpen ? "up" : "down"}
              disabled={!isNamed}
              aria-expanded={isOpen}
              aria-controls={`${id}-episodes`}
              onClick={() => setOpen(!isOpen)}
            >
              Episodes<span className="visually-hidden"> of season {number}</span>
            </Button>
          )}
        </header>
        {aired > 0 && (
          <Progress
            value={completed}
            max={aired}
            label={`Season ${number}`}
            isLabelHidden
            detail={`${completed} of ${aired}`}
          />
        )}
        <ol className={styles.squares} aria-label={`Episodes of season ${number}`} hidden={isOpen}>
          {episodes.map((episode) => (
            <li key={episode.number} className={squareOf(episode)} title={titleOf(episode)}>
              <span aria-hidden="true">{episode.number}</span>
              {episode.state === "watched" && <Icon name="check" size="s" />}
              <span className="visually-hidden">{titleOf(episode)}</span>
            </li>
          ))}
        </ol>
        <ol id={`${id}-episodes`} hidden={!isOpen} className={styles.list}>
          {isOpen && episodes.map((episode) => <EpisodeRow key={episode.number} episode={episode} />)}
        </ol>
      </div>
    </Card>
  );
}

const stateWords: Record<EpisodeState, string> = {
  watched: "watched",
  unwatched: "not watched",
  ahead: "to come",
  hidden: "hidden",
};

const squareOf = ({ state, isNext }: EpisodeLine): string =>
  classNames(styles.square, styles[state], isNext && styles.next);

const titleOf = ({ number, title, state, isNext }: EpisodeLine): string =>
  `Episode ${number}${title === null ? "" : `, ${title}`}: ${stateWords[state]}${isNext ? ", next" : ""}`;

function EpisodeRow({ episode }: { episode: EpisodeLine }): ReactElement {
  const { number, title, firstAired, state, isNext } = episode;
  return (
    <li className={styles.episode}>
      <span className={squareOf(episode)} aria-hidden="true">
        {number}
        {state === "watched" && <Icon name="check" size="s" />}
      </span>
      <span className={styles.title}>
        <span className="visually-hidden">{number} </span>
        <bdi>{title ?? `Episode ${number}`}</bdi>
        <span className="visually-hidden">, {stateWords[state]}</span>
        {isNext && <Badge tone="accent">Next</Badge>}
      </span>
      <span className={styles.date}>
        {firstAired === null ? "no date yet" : <Timestamp at={firstAired} look="exact" />}
      </span>
    </li>
  );
}
