import type { ReactElement } from "react";
import { Temporal } from "temporal-polyfill";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Skeleton, SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import styles from "./agenda.module.css";
import { AiringRows } from "./airing-row.tsx";
import type { Airing } from "./airings.ts";
import { dayWords, nearWords } from "./days.ts";
import type { Only } from "./place.ts";

interface AgendaProps {
  byDay: ReadonlyMap<string, readonly Airing[]>;
  zone: string;
  today: Temporal.PlainDate;
  nowMs: number;
  only: Only;
  isLoading: boolean;
  onShowAll(): void;
  onNext: (() => void) | undefined;
}

/** Two weeks, day by day; days without anything are left out, but for today. */
export function Agenda(props: AgendaProps): ReactElement {
  const { byDay, zone, today, nowMs, only, isLoading, onShowAll, onNext } = props;
  if (isLoading) return <AgendaSkeleton />;
  const days = [...byDay].filter(([date, airings]) => airings.length > 0 || date === today.toString());
  if (days.every(([, airings]) => airings.length === 0))
    return <NothingAirs only={only} onShowAll={onShowAll} onNext={onNext} />;
  return (
    <div className={styles.agenda}>
      {days.map(([date, airings]) => (
        <section key={date} className={styles.day} aria-labelledby={`day-${date}`}>
          <DayHeading day={Temporal.PlainDate.from(date)} today={today} />
          <Card inset="flush">
            {airings.length === 0 ? (
              <p className={styles.nothing}>Nothing today.</p>
            ) : (
              <AiringRows airings={airings} zone={zone} nowMs={nowMs} today={today.toString()} />
            )}
          </Card>
        </section>
      ))}
    </div>
  );
}

interface DayHeadingProps {
  day: Temporal.PlainDate;
  today: Temporal.PlainDate;
}

export function DayHeading({ day, today }: DayHeadingProps): ReactElement {
  const near = nearWords(day, today);
  return (
    <h3 id={`day-${day.toString()}`} className={styles.heading}>
      {near !== undefined && <span className={near === "Today" ? styles.today : styles.near}>{near}</span>}
      <span className={near === undefined ? undefined : styles.date}>{dayWords(day)}</span>
    </h3>
  );
}

interface NothingAirsProps {
  only: Only;
  onShowAll(): void;
  onNext: (() => void) | undefined;
}

const nothingOf = {
  all: "Nothing airs in these two weeks",
  premieres: "No premieres in these two weeks",
  finales: "No finales in these two weeks",
  movies: "No movies in these two weeks",
} as const;

function NothingAirs({ only, onShowAll, onNext }: NothingAirsProps): ReactElement {
  return (
    <Card>
      <EmptyState
        icon="calendar"
        title={nothingOf[only]}
        actions={
          <>
            {only !== "all" && <Button onClick={onShowAll}>Show everything</Button>}
            {onNext !== undefined && <Button onClick={onNext}>Look further ahead</Button>}
            {only === "all" && <LinkButton to="/watchlist">Your watchlist</LinkButton>}
          </>
        }
      >
        The calendar follows the shows that you watch and what is on your watchlist at Trakt.
      </EmptyState>
    </Card>
  );
}

const AgendaSkeleton = (): ReactElement => (
  <div className={styles.agenda}>
    {[2, 3, 1].map((count, index) => (
      <div key={index} className={styles.day}>
        <div className={styles.heading}>
          <Skeleton width="9rem" />
        </div>
        <Card inset="flush">
          <SkeletonRows count={count} height="4rem" label="Loading the calendar" />
        </Card>
      </div>
    ))}
  </div>
);
