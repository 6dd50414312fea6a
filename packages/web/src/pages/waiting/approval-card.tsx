import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { me, useAct, useApi } from "../../app/api.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { capital } from "../trace/outcomes.ts";
import styles from "./approval-card.module.css";

export type Approval = ReplyOf<"approvals.list">["items"][number];

/** So many of its actions are named. */
const mostNamed = 5;
/** Of a line of text. */
const lineHeight = "1.40625rem";

/** A run that waits for a yes: what it would do, and yes or no. */
export function ApprovalCard({ approval }: { approval: Approval }): ReactElement {
  const { id, about, rule, actions, askedAt, expiresAt, runId } = approval;
  const decide = useAct("approvals.decide");
  const answer = (said: "yes" | "no"): void => decide.mutate({ path: { ...me, approval: id }, body: { answer: said } });
  const isBusy = (said: "yes" | "no"): boolean => decide.isPending && decide.variables.body.answer === said;
  return (
    <article className={styles.card} aria-label={`${about}: ${rule.name}`}>
      <div className={styles.words}>
        <p className={styles.title}>
          <Link to={`/runs/${runId}`}>{capital(about)}</Link>
        </p>
        <p className={styles.soft}>
          <Link to={`/rules/${rule.id}`}>{rule.name}</Link> asked <Timestamp at={askedAt} />
          {" · "}waits until <Timestamp at={expiresAt} look="exact" />
        </p>
        <WouldDo runId={runId} count={actions} />
      </div>
      <div className={styles.buttons}>
        <Button
          look="primary"
          icon="check"
          isBusy={isBusy("yes")}
          disabled={decide.isPending && !isBusy("yes")}
          onClick={() => answer("yes")}
          aria-label={`Yes, do it: ${about}`}
        >
          Yes, do it
        </Button>
        <Button
          icon="close"
          isBusy={isBusy("no")}
          disabled={decide.isPending && !isBusy("no")}
          onClick={() => answer("no")}
          aria-label={`No: ${about}`}
        >
          No
        </Button>
      </div>
    </article>
  );
}

function WouldDo({ runId, count }: { runId: string; count: number }): ReactElement {
  const run = useApi("runs.explain", { path: { ...me, run: runId } });
  const shown = Math.min(count, mostNamed);
  if (run.data === undefined)
    return run.error === null ? (
      <div className={styles.effects}>
        {Array.from({ length: shown }, (_, place) => (
          <Skeleton key={place} width={`${60 - place * 5}%`} height={lineHeight} />
        ))}
      </div>
    ) : (
      <p>It would do {count === 1 ? "1 thing" : `${count} things`}.</p>
    );
  const { actions } = run.data;
  return (
    <ul className={styles.effects} aria-label="It would">
      {actions.slice(0, mostNamed).map((action) => (
        <li key={action.id}>{capital(action.effect)}</li>
      ))}
      {actions.length > mostNamed && (
        <li>
          <Link to={`/runs/${runId}`}>and {actions.length - mostNamed} more</Link>
        </li>
      )}
    </ul>
  );
}

/** As big as one that does one thing. */
export const ApprovalSkeleton = (): ReactElement => (
  <div className={styles.card}>
    <div className={classNames(styles.words, styles.waiting)}>
      <Skeleton width="40%" height={lineHeight} />
      <Skeleton width="60%" />
      <Skeleton width="50%" height={lineHeight} />
    </div>
  </div>
);
