import type { KeyboardEvent, ReactElement } from "react";
import type { Temporal } from "temporal-polyfill";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import { type Airing, countWords, marksOf, numberOf, titleOf } from "./airings.ts";
import { dayWords } from "./days.ts";
import styles from "./month.module.css";

/** As many as fit into a day. */
const mostLines = 3;

interface MonthDayProps {
  day: Temporal.PlainDate;
  airings: readonly Airing[];
  isToday: boolean;
  isChosen: boolean;
  /** It belongs to the month before or after. */
  isOther: boolean;
  isLoading: boolean;
  onChoose(): void;
  onKey(event: KeyboardEvent): void;
}

/** A day of the grid: what airs, in short, and chosen when it is pressed. */
export function MonthDay(props: MonthDayProps): ReactElement {
  const { day, airings, isToday, isChosen, isOther, isLoading, onChoose, onKey } = props;
  const shown = airings.length > mostLines ? airings.slice(0, mostLines - 1) : airings;
  const more = airings.length - shown.length;
  const words = [dayWords(day), isLoading ? "loading" : countWords(airings)];
  return (
    // The control is the button in it, which has words.
    // oxlint-disable-next-line jsx-a11y/control-has-associated-label
    <td
      aria-selected={isChosen}
      className={classNames(styles.cell, isOther && styles.other, isChosen && styles.isChosen)}
    >
      <button
        type="button"
        className={styles.day}
        data-day={day.toString()}
        tabIndex={isChosen ? 0 : -1}
        aria-current={isToday ? "date" : undefined}
        onClick={onChoose}
        onKeyDown={onKey}
      >
        <span className="visually-hidden">{words.join(", ")}</span>
        <span className={classNames(styles.number, isToday && styles.isToday)} aria-hidden="true">
          {day.day}
        </span>
        <span className={styles.lines} aria-hidden="true">
          {isLoading && isEven(day) && <span className={styles.wait} />}
          {shown.map((airing) => (
            <Line key={airing.key} airing={airing} />
          ))}
          {more > 0 && <span className={styles.more}>+{more} more</span>}
        </span>
        <span className={styles.dots} aria-hidden="true">
          {airings.slice(0, 3).map((airing) => (
            <span key={airing.key} className={dotOf(marksOf(airing)[0]?.kind ?? "plain")} />
          ))}
        </span>
      </button>
    </td>
  );
}

/** Not every day has something: the grid looks as it will. */
const isEven = (day: Temporal.PlainDate): boolean => day.day % 2 === 0;

function Line({ airing }: { airing: Airing }): ReactElement {
  const [mark] = marksOf(airing);
  const isWatched = airing.kind === "episodes" && airing.episodes.every(({ watched }) => watched === true);
  return (
    <span className={classNames(styles.line, mark && styles[mark.kind], isWatched && styles.watched)}>
      {isWatched && <Icon name="check" size="s" />}
      {mark !== undefined && <Icon name={mark.kind === "premiere" ? "spark" : "star"} size="s" />}
      {airing.kind === "movie" && <Icon name="film" size="s" />}
      <span className={styles.lineWords}>{titleOf(airing)}</span>
      {airing.kind === "episodes" && <span className={styles.lineNumber}>{numberOf(airing)}</span>}
    </span>
  );
}

/** On a phone: round for an airing, a diamond for a premiere, a square for a finale. */
export const dotOf = (kind: "plain" | "premiere" | "finale"): string => classNames(styles.dot, styles[`dot-${kind}`]);
