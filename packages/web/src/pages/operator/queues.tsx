import type { ReactElement } from "react";
import { useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Status } from "../../ui/badge.tsx";
import { Card } from "../../ui/card.tsx";
import { Section } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import styles from "./operator-page.module.css";
import { lagTone, lateness, type Queue, queueLabel } from "./operator-words.ts";

const columns: readonly Column<Queue>[] = [
  { id: "name", header: "Queue", isName: true, cell: ({ name }) => queueLabel(name) },
  { id: "visible", header: "Waiting", align: "end", cell: ({ visible }) => visible },
  { id: "inFlight", header: "Under way", align: "end", cell: ({ inFlight }) => inFlight },
  { id: "delayed", header: "For later", align: "end", cell: ({ delayed }) => delayed },
  {
    id: "dead",
    header: "Failed",
    align: "end",
    cell: ({ dead }) => (dead === 0 ? 0 : <Status tone="bad">{dead}</Status>),
  },
];

/** How much waits where, and how late the oldest work is. */
export function Queues({ everyMs }: { everyMs: number }): ReactElement {
  const queues = useApi("operator.queues", undefined, { everyMs });
  return (
    <Section title="Queues" lead="How much waits, and how late the oldest of it is.">
      <Card inset="flush">
        <Loaded query={queues} skeleton={<SkeletonRows count={5} height="3.65rem" label="Loading queues" />}>
          {({ queues: rows, lag }) => (
            <>
              <dl className={styles.lag}>
                {[
                  { name: "Oldest event not told to the rules", ms: lag.outboxMs },
                  { name: "Oldest timer or action due", ms: lag.dueMs },
                  { name: "Since the clock ticked", ms: lag.tickMs },
                ].map(({ name, ms }) => (
                  <div key={name}>
                    <dt className={styles.lagName}>{name}</dt>
                    <dd>
                      <Status tone={lagTone(ms)}>{lateness(ms)}</Status>
                    </dd>
                  </div>
                ))}
              </dl>
              <Table label="Queues" columns={columns} rows={rows} keyOf={({ name }) => name} />
            </>
          )}
        </Loaded>
      </Card>
    </Section>
  );
}
