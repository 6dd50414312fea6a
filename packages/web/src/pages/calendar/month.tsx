import { type KeyboardEvent, type ReactElement, useEffect, useRef } from "react";
import type { Temporal } from "temporal-polyfill";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { DayHeading } from "./agenda.tsx";
import { AiringRows } from "./airing-row.tsx";
import type { Airing } from "./airings.ts";
import { monthGrid, monthWords } from "./days.ts";
import { dotOf, MonthDay } from "./month-day.tsx";
import styles from "./month.module.css";
import { dayAfterKey, type Only } from "./place.ts";

interface MonthProps {
  byDay: ReadonlyMap<string, readonly Airing[]>;
  zone: string;
  today: Temporal.PlainDate;
  nowMs: number;
  only: Only;
  /** The chosen day; the month around it is shown. */
  day: Temporal.PlainDate;
  firstWeekday: number;
  isLoading: boolean;
  onDay(day: Temporal.PlainDate): void;
  onShowAll(): void;
}

/** A month's days as a grid that arrow keys walk, and all of the chosen day beside it. */
export function Month(props: MonthProps): ReactElement {
  const { byDay, zone, today, nowMs, only, day, firstWeekday, isLoading, onDay, onShowAll } = props;
  const grid = useRef<HTMLTableElement>(null);
  const isWalking = useRef(false);
  const chosen = day.toString();
  useEffect(() => {
    if (!isWalking.current) return;
    isWalking.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${chosen}"]`)?.focus();
  }, [chosen]);

  const walk = (event: KeyboardEvent): void => {
    const to = dayAfterKey(event.key, day, firstWeekday);
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    isWalking.current = true;
    onDay(to);
  };
  const weeks = monthGrid(day.toPlainYearMonth(), firstWeekday);
  const airings = byDay.get(chosen) ?? [];
  return (
    <div className={styles.month}>
      {/* A table whose cells arrow keys walk is a grid. Source: WAI-ARIA Authoring Practices, grid pattern. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role */}
      <table ref={grid} role="grid" className={styles.grid} aria-label={monthWords(day)} aria-busy={isLoading}>
        <thead>
          <tr>
            {weeks[0]?.map((one) => (
              <th key={one.dayOfWeek} scope="col" abbr={weekday(one, "long")}>
                {weekday(one, "short")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.toString()}>
              {week.map((one) => (
                <MonthDay
                  key={one.toString()}
                  day={one}
                  airings={byDay.get(one.toString()) ?? []}
                  isToday={one.equals(today)}
                  isChosen={one.equals(day)}
                  isOther={one.month !== day.month}
                  isLoading={isLoading && !byDay.has(one.toString())}
                  onChoose={() => onDay(one)}
                  onKey={walk}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.legend} aria-hidden="true">
        <span className={dotOf("plain")} /> airing
        <span className={dotOf("premiere")} /> premiere
        <span className={dotOf("finale")} /> finale
      </p>
      <section className={styles.chosen} aria-labelledby={`day-${chosen}`}>
        <DayHeading day={day} today={today} />
        <Card inset="flush">
          {airings.length > 0 ? (
            <AiringRows airings={airings} zone={zone} nowMs={nowMs} today={today.toString()} />
          ) : isLoading ? (
            <SkeletonRows count={1} height="4rem" label="Loading the calendar" />
          ) : (
            <div className={styles.nothing}>
              <p>{only === "all" ? "Nothing airs on this day." : `No ${only} on this day.`}</p>
              {only !== "all" && (
                <Button size="s" onClick={onShowAll}>
                  Show everything
                </Button>
              )}
            </div>
          )}
        </Card>
      </section>
    </div>
  );
}

const weekday = (day: Temporal.PlainDate, look: "long" | "short"): string =>
  day.toLocaleString(undefined, { weekday: look });
