import type { ReactElement } from "react";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Section } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { queueLabel } from "./operator-words.ts";

type Letter = ReplyOf<"operator.dead">["items"][number];

const columns: readonly Column<Letter>[] = [
  { id: "queue", header: "Queue", isName: true, cell: ({ queue }) => queueLabel(queue) },
  { id: "received", header: "Tries", align: "end", cell: ({ received }) => received },
  {
    id: "ids",
    header: "About",
    cell: ({ ids }) => (
      <code>
        {Object.entries(ids)
          .map(([name, id]) => `${name} ${id}`)
          .join(", ") || "nothing that it names"}
      </code>
    ),
  },
];

/** What could not be processed, by its ids, and the way to try it again. */
export function DeadLetters(): ReactElement {
  const letters = useApi("operator.dead");
  const retry = useAct("operator.retry_dead", {
    done: ({ retried }) => (retried === 1 ? "One is sent again." : `${retried} are sent again.`),
  });
  const queues = [...new Set(letters.data?.items.map(({ queue }) => queue))];
  return (
    <Section
      title="Dead letters"
      lead="Messages that failed again and again. Mend the cause first, then send them again."
      actions={queues.map((queue) => (
        <Button
          key={queue}
          size="s"
          icon="replay"
          isBusy={retry.isPending && retry.variables.body.queue === queue}
          onClick={() => retry.mutate({ body: { queue } })}
        >
          {`Send again: ${queueLabel(queue)}`}
        </Button>
      ))}
    >
      <Card inset="flush">
        <Loaded query={letters} skeleton={<SkeletonRows count={3} height="3.95rem" label="Loading dead letters" />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon="good" title="Nothing failed for good">
                Whatever could not be processed waits here, and nothing does.
              </EmptyState>
            ) : (
              <Table label="Dead letters" columns={columns} rows={items} keyOf={({ queue, id }) => `${queue} ${id}`} />
            )
          }
        </Loaded>
      </Card>
    </Section>
  );
}
