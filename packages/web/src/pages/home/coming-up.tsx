import type { ReactElement } from "react";
import { Link } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import { Section } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { type Coming, comingDays } from "./coming-days.ts";
import styles from "./coming-up.module.css";

/** What airs today and in the week to come. */
export function ComingUp(): ReactElement {
  const calendar = useApi("views.calendar", { path: me, query: { days: "7" } });
  return (
    <Section title="Today and this week" actions={<Link to="/calendar">Calendar</Link>}>
      <Card inset="flush">
        <Loaded query={calendar} skeleton={<SkeletonRows count={6} height="3rem" label="Loading the week" />}>
          {(data) => {
            const days = comingDays(data);
            return (
              <div className={styles.days}>
                {days.map(({ date, label, items, more }) => (
                  <div key={date} className={styles.day}>
                    <h3 className={styles.label}>{label}</h3>
                    {items.length === 0 ? (
                      <p className={styles.none}>
                        {days.length === 1 ? "Nothing of yours airs this week." : "Nothing airs."}
                      </p>
                    ) : (
                      <ul>
                        {items.map((item) => (
                          <ComingRow key={item.key} item={item} />
                        ))}
                      </ul>
                    )}
                    {more > 0 && (
                      <Link to="/calendar" className={styles.more}>
                        and {more} more
                      </Link>
                    )}
                  </div>
                ))}
              </div>
            );
          }}
        </Loaded>
      </Card>
    </Section>
  );
}

const ComingRow = ({ item: { title, detail, at, mark, isWatched } }: { item: Coming }): ReactElement => (
  <li className={classNames(styles.item, isWatched && styles.watched)}>
    <span className={styles.time}>{at === undefined ? "all day" : <Timestamp at={at} look="time" />}</span>
    <div className={styles.words}>
      <p className={styles.title}>{title}</p>
      <p className={styles.detail}>
        {detail}
        {isWatched && (
          <span className={styles.seen}>
            <Icon name="check" size="s" label="watched" />
          </span>
        )}
      </p>
      {mark !== undefined && (
        <p>
          <Badge tone={mark.isEnd ? "info" : "accent"}>{mark.words}</Badge>
        </p>
      )}
    </div>
  </li>
);
