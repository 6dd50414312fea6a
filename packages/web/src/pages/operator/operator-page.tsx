import { lazy, type ReactElement, Suspense } from "react";
import { Navigate } from "react-router";
import { useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { useSession } from "../../app/session-context.ts";
import { Status } from "../../ui/badge.tsx";
import { Card, Grid, Stack } from "../../ui/card.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Notice, sentence } from "../../ui/states.tsx";
import { DataList } from "../../ui/table.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { AccountsTable } from "./accounts-table.tsx";
import { DeadLetters } from "./dead-letters.tsx";
import { Invitations } from "./invitations.tsx";
import styles from "./operator-page.module.css";
import { dollars, loadSummary } from "./operator-words.ts";
import { Queues } from "./queues.tsx";

const LoadChart = lazy(async () => ({ default: (await import("./load-chart.tsx")).LoadChart }));
const everyMs = 10_000;

/** For whoever runs the place: how it does, and nothing of what is in people's accounts. */
export function OperatorPage(): ReactElement {
  const { isOperator } = useSession();
  if (!isOperator) return <Navigate to="/" replace />;
  return (
    <Page title="Operator" lead="How this place does. What is in people's accounts stays theirs.">
      <Section title="Load" lead="What was done in each minute of the last hour.">
        <Load />
      </Section>
      <Grid column="l" gap={5}>
        <Governor />
        <Cost />
      </Grid>
      <Queues everyMs={everyMs} />
      <DeadLetters />
      <AccountsTable />
      <Invitations />
    </Page>
  );
}

function Load(): ReactElement {
  const load = useApi("operator.load", undefined, { everyMs });
  const waiting = <Skeleton shape="block" height="17.25rem" />;
  return (
    <Card>
      <Loaded query={load} skeleton={waiting}>
        {({ minutes }) =>
          minutes === null ? (
            <Notice title="Many processes work here, and none knows of all.">
              The stage's own metrics show the load: in CloudWatch, the dashboard of this stage.
            </Notice>
          ) : (
            <figure>
              <div className={styles.chart}>
                <Suspense fallback={waiting}>
                  <LoadChart minutes={minutes} />
                </Suspense>
              </div>
              <figcaption className={styles.note}>{loadSummary(minutes)}</figcaption>
            </figure>
          )
        }
      </Loaded>
    </Card>
  );
}

function Governor(): ReactElement {
  const governor = useApi("operator.governor", undefined, { everyMs });
  return (
    <Section title="Trakt" lead="How much is asked of it, and whether it may be.">
      <Card>
        <Loaded query={governor} skeleton={<Skeleton shape="block" height="11rem" />}>
          {({ pausedUntil, pauseReason, limits, callsOf5Minutes, refusalsOfHour }) => (
            <DataList
              facts={[
                {
                  label: "State",
                  value:
                    pausedUntil === null ? (
                      <Status tone="good">Calls go out</Status>
                    ) : (
                      <>
                        <Status tone="wait">Paused</Status> until <Timestamp at={pausedUntil} look="exact" />
                        {pauseReason === null ? "" : `. ${sentence(pauseReason)}`}
                      </>
                    ),
                },
                { label: "Calls of 5 minutes", value: callsOf5Minutes ?? "told by the stage's metrics" },
                { label: "Turned away in an hour", value: refusalsOfHour ?? "told by the stage's metrics" },
                {
                  label: "At most",
                  value: `${limits.perSecond} a second, ${limits.burst} in a burst, ${limits.atOnce} at once`,
                },
              ]}
            />
          )}
        </Loaded>
      </Card>
    </Section>
  );
}

function Cost(): ReactElement {
  const cost = useApi("operator.cost");
  return (
    <Section title="Cost" lead="What a month in the cloud costs with the accounts that there are.">
      <Card>
        <Loaded query={cost} skeleton={<Skeleton shape="block" height="4rem" />}>
          {({ dollarsPerMonth, words, lines, accounts, isWhole }) => (
            <Stack gap={3}>
              <p>
                <strong className={styles.amount}>{dollars(dollarsPerMonth)}</strong> a month for{" "}
                {isWhole ? "" : "more than "}
                {accounts} {accounts === 1 ? "account" : "accounts"}
              </p>
              <p className={styles.note}>{words}</p>
              {lines.length > 0 && (
                <details>
                  <summary className={styles.summary}>What it is made of</summary>
                  <DataList facts={lines.map((line) => ({ label: line.what, value: dollars(line.dollars) }))} />
                </details>
              )}
            </Stack>
          )}
        </Loaded>
      </Card>
    </Section>
  );
}
