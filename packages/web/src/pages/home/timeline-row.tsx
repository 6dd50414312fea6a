import type { ReactElement } from "react";
import { Link } from "react-router";
import { Badge } from "../../ui/badge.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Icon } from "../../ui/icon.tsx";
import ink from "../../ui/ink.module.css";
import { Timestamp } from "../../ui/timestamp.tsx";
import { eventIcon } from "../event/event-icon.ts";
import { capital } from "../trace/outcomes.ts";
import { type Happening, linesOf, type RunTold, toneOf, traceOf } from "./happening-words.ts";
import styles from "./timeline-row.module.css";

/** What came later than this after it happened says so. */
const lateMs = 3_600_000;

/** Something that happened, and what rules made of it. */
export function TimelineRow({ happening }: { happening: Happening }): ReactElement {
  const { id, about, type, time, recordedtime, runs, runCount, causedBy, appliedRule } = happening;
  const tone = toneOf(happening);
  const isLate = Date.parse(recordedtime) - Date.parse(time) > lateMs;
  return (
    <li className={classNames(styles.row, runs.length === 0 && styles.quiet)}>
      <span className={styles.time}>
        <Timestamp at={recordedtime} look="time" />
      </span>
      <span className={classNames(styles.dot, styles[tone])}>
        <Icon name={eventIcon(type)} size="s" />
      </span>
      <div className={styles.words}>
        <p className={styles.title}>
          <Link to={traceOf(happening)} className={styles.link}>
            {capital(about)}
          </Link>
          {causedBy !== null && <Badge tone="info">by a rule</Badge>}
          {appliedRule !== null && <Badge>was there already</Badge>}
        </p>
        {isLate && (
          <p className={styles.late}>
            happened <Timestamp at={time} look="exact" />
          </p>
        )}
        {runs.map((run) => (
          <RunLines key={run.id} run={run} />
        ))}
        {runCount > runs.length && (
          <Link to={`/events/${id}`} className={styles.more}>
            {runCount - runs.length} more rules looked at it
          </Link>
        )}
      </div>
    </li>
  );
}

function RunLines({ run }: { run: RunTold }): ReactElement {
  const lines = linesOf(run);
  return (
    <Link to={`/runs/${run.id}`} className={styles.run}>
      {lines.map(({ key, look, what, how }, at) => (
        <span key={key} className={styles.line}>
          <span className={ink[look.tone]}>
            <Icon name={look.icon} size="s" label={`${look.label}:`} />
          </span>
          <span className={look.tone === "plain" ? styles.soft : undefined}>
            {what}
            {how !== undefined && <span className={styles.soft}>: {how}</span>}
            {run.actions.length > 0 && at === lines.length - 1 && (
              <span className={styles.rule}>
                {" · "}
                <span className={styles.name}>{run.rule.name}</span>
              </span>
            )}
          </span>
        </span>
      ))}
    </Link>
  );
}
