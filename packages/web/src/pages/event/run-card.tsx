import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { Badge } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { capital, standingLook, verdictOf, toSentence } from "../trace/outcomes.ts";
import { SeenValues } from "../trace/seen-values.tsx";
import ink from "../../ui/ink.module.css";
import styles from "./run-card.module.css";

export type RunSeen = ReplyOf<"events.explain">["runs"][number];

/** What one rule made of an event; all of it leads to its trace. */
export function RunCard({ run }: { run: RunSeen }): ReactElement {
  const { tone, icon, title, why } = verdictOf(run);
  return (
    <Card as="article">
      <div className={styles.card}>
        <header className={styles.header}>
          <h3 className={styles.name}>
            <Link to={`/runs/${run.runId}`}>{run.rule.name}</Link>
          </h3>
          <Badge tone={tone} icon={icon}>
            {title}
          </Badge>
        </header>
        <p>{toSentence(why)}</p>
        {run.failing !== null && <SeenValues values={run.failing.values} />}
        {run.actions.length > 0 && (
          <ul className={styles.actions}>
            {run.actions.map(({ id, effect, state, words }) => {
              const look = standingLook(state);
              return (
                <li key={id} className={styles.action}>
                  <span className={ink[look.tone]}>
                    <Icon name={look.icon} size="s" label={look.label} />
                  </span>
                  <span>
                    {capital(effect)} <span className={styles.soft}>· {words}</span>
                  </span>
                </li>
              );
            })}
          </ul>
        )}
        <p>
          <Link to={`/runs/${run.runId}`} aria-label={`See the way it took: ${run.rule.name}`}>
            See the way it took
          </Link>
        </p>
      </div>
    </Card>
  );
}
