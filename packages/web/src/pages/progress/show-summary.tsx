import type { ReactElement } from "react";
import { Card } from "../../ui/card.tsx";
import { Progress } from "../../ui/progress.tsx";
import { DataList } from "../../ui/table.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { episodeCode } from "../watched/episode-code.ts";
import styles from "./show-page.module.css";
import { type ShowProgress, standingOf } from "./standing.ts";

const standingWords = {
  "not started": "Not started",
  behind: "Behind",
  "caught up": "Caught up",
  finished: "Finished",
} as const;

/** All of a show in numbers. */
export function ShowSummary({ one }: { one: ShowProgress }): ReactElement {
  const { progress, stats, next_episode: next, last_watched_at: last } = one;
  return (
    <Card>
      <div className={styles.summary}>
        <div className={styles.far}>
          <p className={styles.percent}>
            {progress.percentage}
            <span className={styles.unit}> %</span>
          </p>
          <Progress
            value={progress.completed}
            max={progress.aired}
            label={standingWords[standingOf(one)]}
            detail={`${progress.completed} of ${progress.aired}${progress.left === 0 ? "" : `, ${progress.left} left`}`}
          />
        </div>
        <DataList
          facts={[
            {
              label: "Next",
              value:
                next === null ? (
                  "Nothing that has aired is left"
                ) : (
                  <>
                    {episodeCode(next.season, next.number)} <bdi>{next.title}</bdi>
                    {next.first_aired !== null && (
                      <span className={styles.soft}>
                        {" "}
                        aired <Timestamp at={next.first_aired} />
                      </span>
                    )}
                  </>
                ),
            },
            { label: "Watched last", value: last === null ? "Never" : <Timestamp at={last} /> },
            {
              label: "Plays",
              value:
                stats.plays === 0
                  ? "None"
                  : `${stats.plays}: ${stats.scrobbles} scrobbled, ${stats.checkins} checked in, ${stats.seen} marked as watched`,
            },
            ...(one.hidden_seasons.length === 0
              ? []
              : [{ label: "Hidden seasons", value: `${one.hidden_seasons.join(", ")} (they count nowhere)` }]),
          ]}
        />
      </div>
    </Card>
  );
}
